import { parseArgs } from 'node:util';
import { StartError } from '@coffer/service';

export interface InitOptions {
  readonly leavesRootKey: boolean;
  readonly leavesCertificates: boolean;
  readonly s3Names: readonly string[];
  readonly kmsNames: readonly string[];
}

export const USAGE = `cluster-init [--leave-root-key] [--leave-certificates] [--s3-name NAME]... [--kms-name NAME]...
  makes in its namespace the Secrets that are missing: root key, root credentials, authorities and certificates`;

/** A name in a certificate: of a host, or of all hosts below one. */
const NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
export const NAMES_MAX = 32;

/** Reads the command line, and the domains of S3 from COFFER_S3_DOMAINS. Throws StartError. */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): InitOptions {
  const { 'leave-root-key': leavesRootKey, 'leave-certificates': leavesCertificates, 's3-name': s3, 'kms-name': kms } = parse(args);
  const domains = (env['COFFER_S3_DOMAINS'] ?? '').split(',').map((domain) => domain.trim()).filter((domain) => domain !== '' && domain !== 'localhost');
  const s3Names = [...new Set([...s3, ...domains.flatMap((domain) => [domain, `*.${domain}`])])];
  const wrong = [...s3Names, ...kms].find((name) => !NAME.test(name));
  if (wrong !== undefined) throw new StartError(`--s3-name, --kms-name, COFFER_S3_DOMAINS: ${JSON.stringify(wrong)} is not the name of a host`);
  if (s3Names.length > NAMES_MAX || kms.length > NAMES_MAX) throw new StartError(`--s3-name, --kms-name, COFFER_S3_DOMAINS: more than ${String(NAMES_MAX)} names`);
  return { leavesRootKey, leavesCertificates, s3Names, kmsNames: kms };
}

function parse(args: readonly string[]): { readonly 'leave-root-key': boolean; readonly 'leave-certificates': boolean; readonly 's3-name': readonly string[]; readonly 'kms-name': readonly string[] } {
  const flag = { type: 'boolean', default: false } as const;
  const names = { type: 'string', multiple: true, default: [] as string[] } as const;
  try {
    return parseArgs({ args: [...args], options: { 'leave-root-key': flag, 'leave-certificates': flag, 's3-name': names, 'kms-name': names } }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
