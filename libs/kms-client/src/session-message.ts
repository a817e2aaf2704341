import { AccessKey, type Principal, type Session, type SessionIssuer } from '@coffer/iam';
import type { OpenSessionResponse__Output } from '../../../proto/types/coffer/kms/v1/OpenSessionResponse.js';
import type { SessionIssuer__Output } from '../../../proto/types/coffer/kms/v1/SessionIssuer.js';
import { KmsClientError, type OpenedSession } from './kms-client.js';

const principalTypes = new Map<unknown, Principal['type']>([[1, 'Root'], [2, 'User'], [3, 'AssumedRole']]);
const issuerTypes = new Map<unknown, SessionIssuer['type']>([[1, 'Root'], [2, 'User'], [3, 'Role']]);

/** The session that an answer tells. An answer that tells none is the key service's fault. */
export function decodeSession(accessKeyId: string, answer: OpenSessionResponse__Output): OpenedSession {
  const { type: principalType, arn, accountId, principalId, userName, secretAccessKey } = answer;
  const type = principalTypes.get(principalType);
  if (type === undefined || arn === undefined || accountId === undefined || principalId === undefined || secretAccessKey === undefined) throw notOne();
  const accessKey = new AccessKey(accessKeyId, secretAccessKey.toString('utf8'));
  secretAccessKey.fill(0);
  const principal = { type, arn, accountId, principalId, ...(userName !== undefined && { userName }) };
  return { accessKey, principal, session: sessionOf(answer) };
}

function sessionOf({ issuer, issuedAtMs, expiresAtMs, policies = [], tags = [], transitiveTagKeys = [], sourceIdentity, webIdentity }: OpenSessionResponse__Output): Session {
  if (issuedAtMs === undefined || expiresAtMs === undefined) throw notOne();
  const { provider = '', audience = '', subject = '' } = webIdentity ?? {};
  return {
    issuer: issuerOf(issuer),
    issuedAt: new Date(issuedAtMs),
    expiresAt: new Date(expiresAtMs),
    policies,
    tags: new Map(tags.map(({ key = '', value = '' }) => [key, value])),
    transitiveTagKeys,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(webIdentity !== undefined && { webIdentity: { provider, audience, subject } }),
  };
}

function issuerOf(issuer: SessionIssuer__Output | null | undefined): SessionIssuer {
  const { type: issuerType, arn = '', accountId = '', principalId = '', userName = '' } = issuer ?? {};
  const type = issuerTypes.get(issuerType);
  if (type === undefined) throw notOne();
  return { type, arn, accountId, principalId, userName };
}

function notOne(): KmsClientError {
  return new KmsClientError('KMSInternalException', 'The key service did not answer with a session.');
}
