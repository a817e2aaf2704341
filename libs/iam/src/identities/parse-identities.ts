/**
 * The document of identities: accounts, and in each its users, groups, roles, policies that they attach, and issuers of web identities.
 *
 *     accounts:
 *       - id: "000000000000"
 *         root: { accessKeys: [{ id: AKIAROOT000000000000, secret: "..." }] }      as of a user
 *         policies: [{ name: team-base, document: { ... } }]
 *         users:
 *           - name: alice
 *             accessKeys: [{ id: AKIAALICE0000000000A, secret: "...", status: active }]      or secretFile: /run/secrets/alice
 *             groups: [readers]
 *             tags: { team: blue }
 *             policies: [{ name: own-prefix, document: { ... } }]
 *             attachedPolicies: [team-base, "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
 *             permissionsBoundary: team-base
 *         groups: [{ name: readers, policies: [ ... ], attachedPolicies: [ ... ] }]
 *         roles:
 *           - name: backup
 *             trust: { ... }
 *             policies, attachedPolicies, permissionsBoundary and tags as of a user
 *             maxSessionSeconds: 3600
 *             description: Nightly copies
 *         oidcProviders:
 *           - url: https://kubernetes.default.svc
 *             audiences: [sts.amazonaws.com]
 *             jwksFile: /run/keys.json      or jwksUri; without either, what the issuer's discovery document names
 *             caFile: /run/ca.pem
 *
 * Strict: what is not known is refused with its place, and so is a name of something that is in no document. IAM's paths are not known: every
 * name stands at `/`. Every mistake of all documents is told at once, and none of them is used then.
 */
import { rootPrincipal } from '../principal.js';
import type { AccountDraft } from './account-draft.js';
import { DocumentReader } from './document-reader.js';
import { IdentitiesError } from './identities-error.js';
import { Identities } from './identities.js';
import type { Identity } from './identity.js';
import { readDocument } from './read-document.js';
import type { IdentitiesOptions, IdentitiesSource, Reading, Shared } from './reading.js';
import { resolveAccount } from './resolve-account.js';

/**
 * Reads documents as one. One account may be spread over several of them, and what one names may stand in another; a name or an access key id
 * is given once. Documents that give way are read after all others. Throws IdentitiesError.
 */
export function parseIdentities(sources: readonly IdentitiesSource[], options: IdentitiesOptions = {}): Identities {
  const root = rootOf(options);
  const owners = new Map(root === undefined ? [] : [[root.accessKey.id, root.principal.arn]]);
  const shared: Shared = { options, owners, names: new Map(), leftOut: [] };
  const ordered = [...sources.filter(({ yields }) => yields !== true), ...sources.filter(({ yields }) => yields === true)];
  const readings = ordered.map((source): Reading => ({ ...shared, source, reader: new DocumentReader() }));
  const drafts = new Map<string, AccountDraft>();
  for (const reading of readings) readDocument(reading, drafts);
  const accounts = new Map([...drafts].map(([id, draft]) => [id, resolveAccount(draft)]));
  const mistakes = readings.flatMap(({ reader, source: { name } }) => reader.mistakes.map((mistake) => (name === '' ? mistake : `${name}: ${mistake}`)));
  if (mistakes.length > 0) throw new IdentitiesError(mistakes);
  const declared = new Set([...shared.names].flatMap(([arn, { yields }]) => (yields === true ? [] : [arn])));
  return new Identities({ accounts, root, leftOut: shared.leftOut, declared });
}

function rootOf({ root }: IdentitiesOptions): Identity | undefined {
  return root && { principal: rootPrincipal(root.accountId), accessKey: root.accessKey, active: true, tags: new Map() };
}
