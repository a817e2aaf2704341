import type { Caller } from '@coffer/iam';
import type { AuditParameters } from '@coffer/audit';
import type { Outcome } from './outcome.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';
import type { Service } from './service.js';

/** What a verb did: its response, and what the audit event says beyond the request. */
export interface Done<Response> {
  readonly response: Response;
  readonly keyArns: readonly string[];
  readonly keyMaterialId?: string | undefined;
  /** For changes: what was made. */
  readonly made?: AuditParameters | undefined;
}

/** One operation. It checks its request, authorizes, acts and returns; it throws KmsError and never knows a door. */
export interface Verb<N extends OperationName> {
  /** Whether nothing is changed by it. */
  readonly readOnly: boolean;
  /** What the audit event says of the request; called also for requests that are then refused, so nothing is checked yet. */
  parameters(request: Requests[N]): AuditParameters;
  run(service: Service, caller: Caller, request: Requests[N]): Promise<Done<Responses[N]>>;
}

/** A verb whose requests travel in batches: those that need the same key share the finding, the permission and the opening of it. */
export interface BatchVerb<N extends OperationName> extends Verb<N> {
  /** The key that a request needs, as the request names it: one caller's requests with equal texts are run together. Nothing is checked yet. */
  keyOf(request: Requests[N]): string;
  /** An outcome for each request, in order. All are one caller's, and `keyOf` says the same of all. */
  runTogether(service: Service, caller: Caller, requests: readonly Requests[N][]): Promise<readonly Outcome<Done<Responses[N]>>[]>;
}
