import { parsePolicy } from './parse-policy.js';
import type { Policy } from './policy.js';

/** Stands in until AWS's policies are here. */
export function awsManagedPolicy(arn: string): Policy | undefined {
  const known = ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'];
  return known.includes(arn) ? parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, { name: arn, kind: 'identity' }) : undefined;
}
