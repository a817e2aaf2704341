export { KmsClientError, type KmsClientErrorCode, type DataKey, type KmsClient, type OnBehalfOf } from './kms-client.js';
