import { readKmsSettings, readPlaceSettings, storeDirectory } from './settings.js';

const least = { COFFER_KMS_ROOT_KEY_FILE: '/r', COFFER_GRPC_TLS_CERT_FILE: '/c', COFFER_GRPC_TLS_KEY_FILE: '/k', COFFER_GRPC_TLS_CA_FILE: '/a' };
const mistakes = (env: Record<string, string>): string[] => {
  try {
    readKmsSettings(env);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
};

describe('the settings of kms-service', () => {
  it('have defaults for everything but the root key and the certificates', () => {
    expect(readKmsSettings(least)).toMatchObject({
      host: '127.0.0.1', kmsPort: 9010, grpcPort: 9011, adminPort: 9091, region: 'us-east-1', accountId: '000000000000', forwarders: new Set(['storage-service']),
    });
    expect(mistakes({}).map((line) => line.split(':')[0])).toEqual(['COFFER_KMS_ROOT_KEY_FILE']);
  });

  it.each([
    ['COFFER_KMS_PORT', '65536'], ['COFFER_KMS_GRPC_PORT', 'x'], ['COFFER_KMS_ADMIN_PORT', '-1'], ['COFFER_KMS_STORE_URL', 'postgres://db/x'],
    ['COFFER_KMS_STORE_URL', 'nonsense'], ['COFFER_KMS_FORWARDERS', 'a,,b'], ['COFFER_KMS_FORWARDERS', 'a b'], ['COFFER_ACCOUNT_ID', '12'], ['COFFER_KMS_PROT', '1'],
  ])('refuse %s=%s in one line that names it', (name, value) => {
    const [line, ...others] = mistakes({ ...least, [name]: value });
    expect(line).toMatch(new RegExp(`^${name}: `));
    expect(others).toEqual([]);
  });

  it('tell every mistake at once', () => {
    expect(mistakes({ ...least, COFFER_KMS_PORT: 'x', COFFER_REGION: 'X' })).toHaveLength(2);
  });

  it.each(['CERT', 'KEY', 'CA'])('need COFFER_GRPC_TLS_%s_FILE', (which) => {
    expect(mistakes({ ...least, [`COFFER_GRPC_TLS_${which}_FILE`]: '' })).toEqual([expect.stringMatching(`^COFFER_GRPC_TLS_${which}_FILE: is needed`)]);
  });

  it('need both files of HTTPS or neither', () => {
    expect(mistakes({ ...least, COFFER_KMS_TLS_CERT_FILE: '/c' })).toEqual(['COFFER_KMS_TLS_KEY_FILE: is needed beside COFFER_KMS_TLS_CERT_FILE']);
    expect(mistakes({ ...least, COFFER_KMS_TLS_KEY_FILE: '/k' })).toEqual(['COFFER_KMS_TLS_CERT_FILE: is needed beside COFFER_KMS_TLS_KEY_FILE']);
  });

  it('need three ports', () => {
    expect(mistakes({ ...least, COFFER_KMS_PORT: '9011' })).toEqual([expect.stringMatching('^COFFER_KMS_PORT: ')]);
    expect(mistakes({ ...least, COFFER_KMS_PORT: '0', COFFER_KMS_GRPC_PORT: '0', COFFER_KMS_ADMIN_PORT: '0' })).toEqual([]);
  });

  it('keep the store in the data directory, or where the URL says', () => {
    expect(storeDirectory(readPlaceSettings({ COFFER_DATA_DIR: '/data' }))).toBe('/data/kms');
    expect(storeDirectory(readPlaceSettings({ COFFER_DATA_DIR: '/data', COFFER_KMS_STORE_URL: 'lmdb:/keys' }))).toBe('/keys');
  });

  it('need no root key for reading the audit log', () => {
    expect(() => readPlaceSettings({})).not.toThrow();
  });
});
