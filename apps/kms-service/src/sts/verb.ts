import type { AuditLog, AuditParameters, AuditResource, EventIds, WebIdentity } from '@coffer/audit';
import type { Caller, Identities } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import type { XmlMembers } from '../query/xml-value.js';
import type { Sessions } from '../sessions/sessions.js';
import type { VerifiedToken } from './oidc/verified-token.js';

/** What STS stands on. */
export interface StsBacking {
  readonly sessions: Sessions;
  readonly identities: () => Identities;
  readonly audit: AuditLog;
  readonly eventIds: EventIds;
  readonly now: () => Date;
  readonly region: string;
  /** Proves a token of an OIDC issuer, for the accounts that take the issuer. Throws QueryError. */
  readonly verifyToken: (token: string, accountId: string) => Promise<VerifiedToken>;
}

/** One call: who is proven to make it, or nobody. */
export interface StsCall {
  readonly caller: Caller;
  readonly requestId: string;
  readonly parameters: Parameters;
}

/** What came of a call that was granted, and what the event says of it. */
export interface StsDone {
  readonly result: XmlMembers;
  readonly made?: AuditParameters;
  readonly webIdentity?: WebIdentity;
}

/** One operation. Throws QueryError and never knows a door. */
export interface StsVerb {
  /** Whether it is for whoever has no credentials yet. */
  readonly unsigned?: true;
  /** Whether it is also for a user or the root in a session of its own. */
  readonly inOwnSession?: true;
  /** What the event says of the request; called also for requests that are then refused, so nothing is checked yet. Never a token. */
  parameters(parameters: Parameters): AuditParameters;
  resources?(parameters: Parameters): readonly AuditResource[];
  run(backing: StsBacking, call: StsCall): Promise<StsDone>;
}
