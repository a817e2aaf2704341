import type { EncryptionContext } from '@coffer/context';
import { decide, firstOf, globalConditionKeys, type AccessRequest, type Caller, type Decision, type Standing } from '@coffer/iam';
import { denied, NO_IDENTITY_POLICY, notYours, type Denial } from '../access/denied.js';
import { isOfContext, keyConditions, type KeyFacts } from '../access/key-conditions.js';
import { isForServices } from '../access/reach.js';
import type { Use } from '../access/use.js';
import type { KmsError } from '../errors/kms-error.js';
import { allowsUse, dependsOnContext, principalsOf, type Grant } from './grant.js';
import type { GrantTable } from './grant-table.js';
import { SERVICE_OWNER, type Key } from './key.js';
import type { KeyPolicies } from './key-policies.js';
import type { KeyTable } from './key-table.js';
import { ALIASES_PER_KEY_MAX } from './quotas.js';

/** The policies that hang on a caller, now. */
export type StandingOf = (caller: Caller) => Standing;

export interface GateParts {
  readonly table: KeyTable;
  readonly grants: GrantTable;
  readonly policies: KeyPolicies;
  readonly standingOf: StandingOf;
  readonly now: () => Date;
}

/** A key as a caller came to it. */
export interface Subject {
  readonly key: Key;
  /** How a refusal names it: the key's ARN, or what a caller of another account called it, who is not told more. */
  readonly arn: string;
  readonly alias?: string | undefined;
}

/** How grants count for an operation that they do not simply list. */
export interface GrantRule {
  /** Instead of all of the caller's grants on the key. */
  readonly candidates?: readonly Grant[];
  allows(grant: Grant): boolean;
}

/** One question to the policies and grants. */
interface Question {
  readonly caller: Caller;
  readonly standing: Standing;
  readonly use: Use;
  readonly subject: Subject;
  readonly rule: GrantRule;
}

/** What was read for a question because some policy asked for it. */
interface AtHand {
  aliases?: readonly string[];
  grants?: readonly Grant[];
}

/** What a decision asked for. */
interface Asked {
  aliases: boolean;
  grants: boolean;
  /** The encryption context: the decision holds for no other. */
  context: boolean;
}

interface Verdict {
  readonly decision: Decision;
  readonly dependsOnContext: boolean;
}

/**
 * Lets callers through to keys, or not: by the key's policy, the caller's own policies and the key's grants, and services to their own keys.
 *
 * A refusal of a key in another account is the same whether there is such a key or not.
 */
export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** Throws AccessDeniedException in AWS's words. */
  async assertAllowed(caller: Caller, use: Use, subject: Subject, rule?: GrantRule): Promise<void> {
    const [refusal] = await this.refusals(caller, use, subject, [use.encryptionContext], rule);
    if (refusal !== undefined) throw refusal;
  }

  /**
   * Why each of several uses, which differ in their encryption context only, is refused; undefined for those that are allowed. Decided once if
   * nothing asks for the context, and else for each.
   */
  async refusals(
    caller: Caller, use: Use, subject: Subject, contexts: readonly (EncryptionContext | undefined)[], rule?: GrantRule,
  ): Promise<readonly (KmsError | undefined)[]> {
    if (caller.type === 'Service') return contexts.map(() => serviceRefusal(caller, use, subject));
    const standing = this.#parts.standingOf(caller);
    const refusals: (KmsError | undefined)[] = [];
    for (const encryptionContext of contexts) {
      const asked = { ...use, encryptionContext };
      const question = { caller, standing, use: asked, subject, rule: rule ?? ruleOf(asked) };
      const verdict = await this.#judge(question);
      const refusal = verdict.decision.allowed ? undefined : this.#refusal(question, verdict.decision);
      if (!verdict.dependsOnContext) return contexts.map((_, index) => (index < refusals.length ? refusals[index] : refusal));
      refusals.push(refusal);
    }
    return refusals;
  }

  /** The refusal of a key of another account that is not there: what it would be if it were. */
  refusalOfNothing(caller: Caller, use: Use, arn: string): KmsError {
    return this.#acrossAccounts(caller, this.#parts.standingOf(caller), use, arn);
  }

  /** For operations on no key, which identity policies allow on `*`, and on the name of an alias. Throws AccessDeniedException. */
  assertAllowedOn(caller: Caller, use: Use, resource: string): void {
    if (caller.type === 'Service') {
      if (isForServices(use.action)) return;
      throw denied(caller, use.action, resource, NO_IDENTITY_POLICY);
    }
    const standing = this.#parts.standingOf(caller);
    const context = firstOf(keyConditions(caller, use), this.#globalKeys(caller, standing));
    const decision = decide({ caller, standing, action: use.action, resource, resourceAccount: caller.accountId, delegation: 'implied', context });
    if (!decision.allowed) throw denied(caller, use.action, resource, decision);
  }

  /** Whoever asks for what a principal may do, asks for one of its own account. Throws AccessDeniedException. */
  assertOwnPrincipal(caller: Caller, { action }: Use, arn: string): void {
    if (caller.type === 'Service' || arn.split(':')[4] !== caller.accountId) throw notYours(caller, action, arn);
  }

  /** Decides with what is at hand; what was asked for and is not, is read, and the question put again. Twice at most: there are two such things. */
  async #judge(question: Question): Promise<Verdict> {
    const { key } = question.subject;
    const atHand: AtHand = {};
    for (;;) {
      const asked: Asked = { aliases: false, grants: false, context: false };
      const decision = decide(this.#request(question, atHand, asked));
      const [wantsAliases, wantsGrants] = [asked.aliases && atHand.aliases === undefined, asked.grants && atHand.grants === undefined];
      if (!wantsAliases && !wantsGrants) return { decision, dependsOnContext: asked.context };
      if (wantsAliases) atHand.aliases = await this.#parts.table.aliasNamesOf(key.id, '', ALIASES_PER_KEY_MAX);
      if (wantsGrants) atHand.grants = question.rule.candidates ?? (await this.#parts.grants.ofGrantees(key.id, principalsOf(question.caller)));
    }
  }

  #request({ caller, standing, use, subject: { key, alias }, rule }: Question, atHand: AtHand, asked: Asked): AccessRequest {
    const facts: KeyFacts = {
      tags: key.tags,
      requestAlias: alias,
      aliases: () => {
        asked.aliases = true;
        return atHand.aliases ?? [];
      },
    };
    const known = firstOf(keyConditions(caller, use, facts), this.#globalKeys(caller, standing, key.owner));
    return {
      caller, standing, action: use.action, resource: key.arn, resourceAccount: key.owner, resourcePolicy: this.#parts.policies.of(key), delegation: 'by resource policy',
      grant: () => {
        asked.grants = true;
        if (atHand.grants?.some(dependsOnContext) === true) asked.context = true;
        return atHand.grants?.find((grant) => rule.allows(grant))?.id;
      },
      context: (name) => {
        if (isOfContext(name)) asked.context = true;
        return known(name);
      },
    };
  }

  #refusal({ caller, standing, use, subject: { key, arn } }: Question, decision: Denial): KmsError {
    if (key.owner !== caller.accountId) return this.#acrossAccounts(caller, standing, use, arn);
    return denied(caller, use.action, arn, decision, key.arn);
  }

  /** Says what the caller's own policies say, which it may know, and of the other side nothing: it is decided as if there were no key. */
  #acrossAccounts(caller: Caller, standing: Standing, use: Use, arn: string): KmsError {
    const context = firstOf(keyConditions(caller, use), this.#globalKeys(caller, standing));
    const own = decide({ caller, standing, action: use.action, resource: arn, resourceAccount: ELSEWHERE, delegation: 'by resource policy', context });
    const keyArn = arn.includes(':key/') ? arn : undefined;
    if (own.allowed || (own.by === 'absence' && own.missing === 'resource-based policy')) return notYours(caller, use.action, arn, keyArn);
    return denied(caller, use.action, arn, own, keyArn);
  }

  #globalKeys(caller: Caller, standing: Standing, resourceAccount?: string): ReturnType<typeof globalConditionKeys> {
    const { now, table } = this.#parts;
    return globalConditionKeys(caller, standing, now(), { region: table.place.region, ...(resourceAccount !== undefined && { resourceAccount }) });
  }
}

/** No account, so that every caller is a stranger in it. */
const ELSEWHERE = 'elsewhere';

const noContext: EncryptionContext = new Map();

function ruleOf({ action, encryptionContext }: Use): GrantRule {
  return { allows: (grant) => allowsUse(grant, action, encryptionContext ?? noContext) };
}

/** Services use the keys that services own; nothing else, and nothing else of those. */
function serviceRefusal(caller: Caller, { action }: Use, { key, arn }: Subject): KmsError | undefined {
  if (key.owner === SERVICE_OWNER && isForServices(action)) return undefined;
  return key.owner === SERVICE_OWNER ? denied(caller, action, arn, NO_IDENTITY_POLICY, key.arn) : notYours(caller, action, arn, key.arn);
}
