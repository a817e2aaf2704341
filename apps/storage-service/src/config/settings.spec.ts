import { join, resolve } from 'node:path';

import { engineDirectory, readStorageSettings } from './settings.js';

const tls = { COFFER_GRPC_TLS_CERT_FILE: 'c', COFFER_GRPC_TLS_KEY_FILE: 'k', COFFER_GRPC_TLS_CA_FILE: 'a' };

describe('readStorageSettings', () => {
  it('has a default for everything but the certificates', () => {
    expect(readStorageSettings(tls)).toMatchObject({
      port: 9_000, adminPort: 9_090, host: '127.0.0.1', region: 'us-east-1', domains: ['localhost'], allowPlainHttp: false, kmsTarget: 'localhost:9011',
      kmsDeadlineMs: 2_000, bucketKeySeconds: 300, dataDir: resolve('.coffer'), logLevel: 'info',
    });
  });

  it('takes the longest domain first, in lower case', () => {
    expect(readStorageSettings({ ...tls, COFFER_S3_DOMAINS: 'localhost,S3.Example.com,' }).domains).toEqual(['s3.example.com', 'localhost']);
  });

  it.each([
    ['COFFER_S3_PORT', '65536'], ['COFFER_S3_PORT', 'http'], ['COFFER_ALLOW_PLAIN_HTTP', 'yes'], ['COFFER_INDEX_URL', 'postgres://x'],
    ['COFFER_BODIES_URL', 's3://x'], ['COFFER_KMS_GRPC_TARGET', 'kms'], ['COFFER_KMS_DEADLINE_MS', '0'], ['COFFER_KMS_DEADLINE_MS', '60001'],
    ['COFFER_BUCKET_KEY_SECONDS', '86401'], ['COFFER_S3_DOMAINS', 'a b'], ['COFFER_S3_DOMAINS', Array.from({ length: 17 }, (_, i) => `d${i}`).join(',')],
  ])('names %s when it is %j', (name, value) => {
    expect(() => readStorageSettings({ ...tls, [name]: value })).toThrow(`${name}: `);
  });

  it('wants both halves of the door\'s TLS or none', () => {
    expect(() => readStorageSettings({ ...tls, COFFER_S3_TLS_CERT_FILE: 'cert.pem' })).toThrow('COFFER_S3_TLS_KEY_FILE: is needed');
    expect(() => readStorageSettings({ ...tls, COFFER_S3_TLS_KEY_FILE: 'key.pem' })).toThrow('COFFER_S3_TLS_CERT_FILE: is needed');
  });

  it('wants a port of its own for each door', () => {
    expect(() => readStorageSettings({ ...tls, COFFER_S3_ADMIN_PORT: '9000' })).toThrow('COFFER_S3_ADMIN_PORT: ');
    expect(readStorageSettings({ ...tls, COFFER_S3_PORT: '0', COFFER_S3_ADMIN_PORT: '0' }).port).toBe(0);
  });

  it('tells every mistake at once', () => {
    expect(() => readStorageSettings({ COFFER_GRPC_TLS_CERT_FILE: 'c' })).toThrow(/COFFER_GRPC_TLS_KEY_FILE: .*\nCOFFER_GRPC_TLS_CA_FILE: /);
  });
});

describe('engineDirectory', () => {
  it.each([
    ['', join('/data', 'storage', 'index')],
    ['/elsewhere', '/elsewhere'],
    ['///elsewhere', '/elsewhere'],
    ['here', resolve('here')],
  ])('of %j is %s', (rest, directory) => {
    expect(engineDirectory('/data', { scheme: 'lmdb', rest }, 'index')).toBe(directory);
  });
});
