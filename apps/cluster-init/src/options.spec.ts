import { StartError } from '@coffer/service';
import { NAMES_MAX, readOptions } from './options.js';

describe('readOptions', () => {
  it('makes everything, for no further names, unless it is told otherwise', () => {
    expect(readOptions([])).toEqual({ leavesRootKey: false, leavesCertificates: false, s3Names: [], kmsNames: [] });
    expect(readOptions(['--leave-root-key', '--leave-certificates', '--kms-name', 'kms.example.com'])).toEqual({ leavesRootKey: true, leavesCertificates: true, s3Names: [], kmsNames: ['kms.example.com'] });
  });

  it('takes the domains of S3, each with what is below it', () => {
    expect(readOptions(['--s3-domain', 's3.internal', '--s3-domain=s3.example.com']).s3Names).toEqual(['s3.internal', '*.s3.internal', 's3.example.com', '*.s3.example.com']);
  });

  it.each([['https://s3.example.com'], ['s3_example'], ['-s3.example.com'], ['s3.example.com.'], ['S3.example.com'], ['*.example.com'], ['']])('refuses the name %j', (name) => {
    expect(() => readOptions([`--s3-domain=${name}`])).toThrow(new StartError(`--s3-domain, --kms-name: ${JSON.stringify(name)} is not the name of a host`));
  });

  it('has a limit of names', () => {
    const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => [`--kms-name`, `kms-${String(index)}`]).flat();
    expect(readOptions(names(NAMES_MAX)).kmsNames).toHaveLength(NAMES_MAX);
    expect(() => readOptions(names(NAMES_MAX + 1))).toThrow('more than 32 names');
  });

  it('says how it is used for what it does not know', () => {
    expect(() => readOptions(['--force'])).toThrow(/--force[^]*cluster-init \[--leave-root-key\]/);
    expect(() => readOptions(['make'])).toThrow(StartError);
  });
});
