import { parseArgs } from 'node:util';
import { StartError } from '@coffer/service';

export interface InitOptions {
  readonly leavesRootKey: boolean;
  readonly leavesCertificates: boolean;
  readonly s3Names: readonly string[];
  readonly kmsNames: readonly string[];
}

export const USAGE = `cluster-init [--leave-root-key] [--leave-certificates] [--s3-domain NAME]... [--kms-name NAME]...
  makes in its namespace the Secrets that are missing: root key, root credentials, authorities and certificates`;

/** A name of a host, in lower case. */
const NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
export const NAMES_MAX = 32;

/** Reads the command line. A domain of S3 (COFFER_S3_DOMAINS) has buckets as names below it. Throws StartError. */
export function readOptions(args: readonly string[]): InitOptions {
  const { 'leave-root-key': leavesRootKey, 'leave-certificates': leavesCertificates, 's3-domain': domains, 'kms-name': kms } = parse(args);
  const wrong = [...domains, ...kms].find((name) => !NAME.test(name));
  if (wrong !== undefined) throw new StartError(`--s3-domain, --kms-name: ${JSON.stringify(wrong)} is not the name of a host`);
  if (domains.length > NAMES_MAX || kms.length > NAMES_MAX) throw new StartError(`--s3-domain, --kms-name: more than ${String(NAMES_MAX)} names`);
  const s3Names = domains.flatMap((domain) => [domain, `*.${domain}`]);
  return { leavesRootKey, leavesCertificates, s3Names, kmsNames: kms };
}

function parse(args: readonly string[]): { readonly 'leave-root-key': boolean; readonly 'leave-certificates': boolean; readonly 's3-domain': readonly string[]; readonly 'kms-name': readonly string[] } {
  const flag = { type: 'boolean', default: false } as const;
  const names = { type: 'string', multiple: true, default: [] as string[] } as const;
  try {
    return parseArgs({ args: [...args], options: { 'leave-root-key': flag, 'leave-certificates': flag, 's3-domain': names, 'kms-name': names } }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
