import { ArgumentError } from '../argument-error.js';
import { parseDoctor } from './doctor-options.js';

const GRPC = ['--kms-grpc', 'kms:9011', '--grpc-ca', 'ca', '--grpc-cert', 'c', '--grpc-key', 'k'];

describe("the doctor's command line", () => {
  it('asks for little when it says nothing', () => {
    expect(parseDoctor([], {})).toEqual({ audit: false, seconds: 10, json: false });
  });

  it('takes every option', () => {
    const options = ['--s3-endpoint', 'https://s3:9000', '--kms-endpoint', 'http://kms:9010', '--region', 'r', '--profile', 'p', '--ca', 'f', '--s3-admin', 'http://s3:9090', '--kms-admin', 'http://kms:9091'];
    const { s3Endpoint, kmsEndpoint, s3Admin, kmsAdmin, ...rest } = parseDoctor([...options, ...GRPC, '--kms-key-id', 'alias/x', '--bucket', 'b', '--audit', '--timeout', '300', '--json'], {});
    expect([s3Endpoint, kmsEndpoint, s3Admin, kmsAdmin].map(String)).toEqual(['https://s3:9000/', 'http://kms:9010/', 'http://s3:9090/', 'http://kms:9091/']);
    expect(rest).toEqual({
      region: 'r', profile: 'p', caFile: 'f', grpc: { host: 'kms', port: 9011, files: { ca: 'ca', cert: 'c', key: 'k' } }, kmsKeyId: 'alias/x', bucket: 'b', audit: true, seconds: 300, json: true,
    });
  });

  it("takes storage-service's settings where an option is not given", () => {
    const env = { COFFER_KMS_GRPC_TARGET: '[::1]:9011', COFFER_GRPC_TLS_CA_FILE: 'ca', COFFER_GRPC_TLS_CERT_FILE: 'c', COFFER_GRPC_TLS_KEY_FILE: 'k', AWS_CA_BUNDLE: 'bundle' };
    expect(parseDoctor(['--grpc-key', 'other'], env)).toMatchObject({ caFile: 'bundle', grpc: { host: '::1', port: 9011, files: { ca: 'ca', cert: 'c', key: 'other' } } });
    expect(parseDoctor([], { COFFER_GRPC_TLS_CA_FILE: 'ca' }).grpc).toBeUndefined();
  });

  it.each([
    [['--unknown'], 'unknown'], [['word'], 'word'], [['--s3-endpoint', 'localhost:9000'], '--s3-endpoint'], [['--kms-endpoint', 'ftp://x'], '--kms-endpoint'], [['--s3-admin', 'http://u:p@x'], 'password'],
    [GRPC.slice(0, 2), 'all of'], [GRPC.slice(2), 'all of'], [['--kms-grpc', 'kms', ...GRPC.slice(2)], 'HOST:PORT'], [['--kms-grpc', 'kms:0', ...GRPC.slice(2)], 'HOST:PORT'],
    [['--kms-grpc', 'kms:65536', ...GRPC.slice(2)], 'HOST:PORT'], [['--timeout', '0'], '1 to 300'], [['--timeout', '301'], '1 to 300'], [['--timeout', '1.5'], '1 to 300'],
  ])('%j is refused: %s', (args, reason) => {
    expect(() => parseDoctor(args, {})).toThrow(ArgumentError);
    expect(() => parseDoctor(args, {})).toThrow(reason);
  });
});
