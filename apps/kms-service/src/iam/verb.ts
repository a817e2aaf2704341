import type { AuditLog, AuditParameters, EventIds } from '@coffer/audit';
import type { Caller, ConditionContext, Identities } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import type { XmlMembers } from '../query/xml-value.js';
import type { IamStore } from './iam-store.js';
import type { IamQuotas } from './quotas.js';

/** What IAM stands on. */
export interface IamBacking {
  readonly store: IamStore;
  /** What an account may have; absent: AWS's. */
  readonly quotas?: IamQuotas;
  /** Those of the files and of the API together. */
  readonly identities: () => Identities;
  readonly audit: AuditLog;
  readonly eventIds: EventIds;
  readonly now: () => Date;
  readonly region: string;
}

export interface IamCall {
  readonly caller: Caller;
  readonly requestId: string;
  readonly parameters: Parameters;
}

/** What a verb works with: the account is the caller's, which is the only one that it can reach. */
export interface IamWork extends IamCall {
  readonly accountId: string;
  readonly store: IamStore;
  readonly quotas: IamQuotas;
  /** Those of the moment: a change whose turn has come finds what the changes before it left. */
  readonly identities: Identities;
  readonly now: Date;
}

/** What came of a call that was granted. */
export interface IamDone {
  readonly result?: XmlMembers;
  /** For changes: what was made. Never a secret. */
  readonly made?: AuditParameters;
}

/** One operation. Throws QueryError and never knows a door. */
export interface IamVerb {
  readonly readOnly: boolean;
  /** The ARN that a policy must allow it on. Reads only what names the resource, and throws ValidationError where that is missing. */
  resource(work: IamWork): string;
  /** Condition keys of its own. */
  conditions?(work: IamWork): ConditionContext;
  run(work: IamWork): Promise<IamDone> | IamDone;
}

/** Verbs by AWS's names. */
export type IamVerbs = readonly (readonly [name: string, verb: IamVerb])[];
