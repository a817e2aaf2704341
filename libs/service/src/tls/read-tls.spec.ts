import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { developmentCertificates } from '../development/development-certificates.js';
import { readTls } from './read-tls.js';

describe('readTls', () => {
  const made = developmentCertificates(tempDir());

  function read(files: { cert?: string; key?: string; ca?: string }, now?: Date): () => unknown {
    const own = made['kms-service'];
    const named = (setting: string, file: string): { setting: string; file: string } => ({ setting, file });
    return () => readTls(named('CERT', files.cert ?? own.certFile), named('KEY', files.key ?? own.keyFile), named('CA', files.ca ?? own.caFile), now);
  }

  it('gives the three files', () => {
    expect(read({})()).toEqual({ cert: expect.any(Buffer) as Buffer, key: expect.any(Buffer) as Buffer, ca: expect.any(Buffer) as Buffer });
  });

  it('names the setting of a file that is missing', () => {
    expect(read({ cert: '/gone' })).toThrow('CERT: /gone does not exist');
    expect(read({ key: '/gone' })).toThrow('KEY: /gone does not exist');
    expect(read({ ca: '/gone' })).toThrow('CA: /gone does not exist');
  });

  it('names the setting of a file that holds something else', () => {
    const file = join(tempDir(), 'x');
    writeFileSync(file, 'x');
    expect(read({ cert: file })).toThrow(`CERT: ${file} holds no certificate in PEM form`);
    expect(read({ key: file })).toThrow(`KEY: ${file} holds no private key in PEM form`);
    expect(read({ ca: file })).toThrow(`CA: ${file} holds no certificate in PEM form`);
  });

  it('refuses the key of another certificate', () => {
    const { keyFile } = made['storage-service'];
    expect(read({ key: keyFile })).toThrow(`KEY: ${keyFile} is not the key of the certificate in ${made['kms-service'].certFile}`);
  });

  it('refuses a certificate that has ended', () => {
    expect(read({}, new Date('2199-01-01'))).toThrow(/^CERT: the certificate in .* expired on /);
  });
});
