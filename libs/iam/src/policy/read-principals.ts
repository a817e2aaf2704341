import { memberPlace, type Mistakes } from './mistakes.js';
import { readEntries, readMembers, type Entry } from './read-entries.js';
import type { Principals } from './statement.js';

/** Principals as they are gathered. */
interface Gathered {
  everyone: boolean;
  readonly accounts: Set<string>;
  readonly arns: Set<string>;
  readonly services: Set<string>;
  readonly federated: Set<string>;
}

const accountForm = /^\d{12}$/;
const rootForm = /^arn:aws:iam::(\d{12}):root$/;
const identityForm = /^arn:aws:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]+$/;
const sessionForm = /^arn:aws:sts::\d{12}:(?:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+)$/;
const serviceForm = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const providerForm = /^(?:arn:aws:iam::\d{12}:(?:oidc-provider\/[\w.:/@%~+=-]+|saml-provider\/[\w._-]+)|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/;

/** Reads Principal or NotPrincipal: `*`, or an object of AWS, Service and Federated. */
export function readPrincipals(value: unknown, place: string, isNegated: boolean, mistakes: Mistakes): Principals {
  const gathered: Gathered = { everyone: false, accounts: new Set(), arns: new Set(), services: new Set(), federated: new Set() };
  if (value === '*') gathered.everyone = true;
  else if (typeof value === 'string') mistakes.add(place, 'must be * or an object, such as {"AWS": "arn:aws:iam::111122223333:user/alice"}');
  else readKinds(value, place, gathered, mistakes);
  return { isNegated, ...gathered };
}

function readKinds(value: unknown, place: string, gathered: Gathered, mistakes: Mistakes): void {
  const members = readMembers(value, place, mistakes);
  if (members?.size === 0) mistakes.add(place, 'must not be empty');
  for (const [kind, given] of members ?? []) {
    const at = memberPlace(place, kind);
    if (kind === 'CanonicalUser') mistakes.add(at, 'is not taken: there are no canonical user ids here; name the account or the user by its ARN');
    else if (kind !== 'AWS' && kind !== 'Service' && kind !== 'Federated') mistakes.add(at, 'is not a kind of principal');
    else for (const entry of readEntries(given, at, mistakes)) readPrincipal(kind, entry, gathered, mistakes);
  }
}

function readPrincipal(kind: 'AWS' | 'Service' | 'Federated', { text, place }: Entry, gathered: Gathered, mistakes: Mistakes): void {
  if (kind === 'AWS') return readAws(text, place, gathered, mistakes);
  if (kind === 'Service') {
    if (serviceForm.test(text)) gathered.services.add(text);
    else mistakes.add(place, "must be a service's name, such as s3.amazonaws.com");
    return;
  }
  if (providerForm.test(text)) gathered.federated.add(text);
  else mistakes.add(place, 'must be the ARN of an OIDC or SAML provider');
}

function readAws(text: string, place: string, gathered: Gathered, mistakes: Mistakes): void {
  const account = accountForm.test(text) ? text : rootForm.exec(text)?.[1];
  if (text === '*') gathered.everyone = true;
  else if (account !== undefined) gathered.accounts.add(account);
  else if (identityForm.test(text) || sessionForm.test(text)) gathered.arns.add(text);
  else if (/[*?]/.test(text)) mistakes.add(place, 'may not have wildcards in an ARN; use * alone and a condition of aws:PrincipalArn');
  else mistakes.add(place, 'must be *, an account of 12 digits, or the ARN of an account, user, role or session');
}
