import { SessionToken, type Caller, type Session } from '@coffer/iam';
import type { Caller__Output } from '../../../../proto/types/coffer/kms/v1/Caller.js';
import type { OnBehalfOf__Output } from '../../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import { isWhole } from './forwarded-principal.js';
import type { Peer } from './peer.js';
import { denied, invalid } from './refused.js';

/** Whom a peer may call for. */
export interface IdentityRules {
  /** Names of certificates that are believed when they forward a caller, and that may act as the service. */
  readonly forwarders: ReadonlySet<string>;
  /** Whom a forwarder is in its own name: `s3.amazonaws.com`. The owner of the keys that no account sees. */
  readonly servicePrincipal: string;
  readonly accountId: string;
  /** What a session token says, if this service sealed it for that caller and it has not expired: a session is proven, not believed. */
  readonly openSession: (token: SessionToken, caller: Pick<Caller, 'arn' | 'accessKeyId'>) => Session | undefined;
}

/** Longest text of a forwarded caller, in UTF-16 units. */
export const CALLER_TEXT_LENGTH_MAX = 2_048;

/** Longest session token, in UTF-16 units. */
export const SESSION_TOKEN_LENGTH_MAX = 16_384;

const ACCOUNT_ID = /^\d{12}$/;
const principalTypes = new Map([[1, 'Root'], [2, 'User'], [3, 'AssumedRole']] as const);

/** Throws if the peer's word on callers is not believed. */
export function assertMayForward(peer: Peer, rules: IdentityRules): void {
  for (const name of peer.names) if (rules.forwarders.has(name)) return;
  throw denied(`Peer ${peer.name} is not authorized to call on behalf of others.`);
}

/**
 * The caller that a believed peer forwards. Throws ValidationException for a message that is none, and AccessDeniedException for a caller that
 * cannot be: one whose ARN, account and name do not fit together, or whose session is not proven. One of the two must be said: nobody acts as the service by leaving something out. */
export function callerOf(message: OnBehalfOf__Output | undefined, peer: Peer, rules: IdentityRules): Caller {
  const { caller, service } = message ?? {};
  if ((caller === undefined) === (service === undefined)) throw invalid('onBehalfOf', 'Member must be exactly one of a caller and the service');
  return caller === undefined ? serviceCaller(rules.servicePrincipal, peer, rules) : proven(forwarded(caller), rules);
}

/** The peer in its own name: what a refusal of the peer itself is recorded under. */
export function peerCaller(peer: Peer, rules: IdentityRules): Caller {
  return serviceCaller(peer.name, peer, rules);
}

function serviceCaller(arn: string, { name, address }: Peer, { accountId }: IdentityRules): Caller {
  return { type: 'Service', arn, accountId, principalId: name, accessKeyId: '', sourceIp: address, userAgent: arn, secureTransport: true };
}

function forwarded(message: Caller__Output): Caller {
  const type = principalTypes.get((message.type ?? 0) as 1 | 2 | 3);
  if (type === undefined) throw invalid('onBehalfOf.caller.type', 'Member must be ROOT, USER or ASSUMED_ROLE');
  const { userName, viaService, sessionToken } = message;
  if ((type === 'User') !== (userName !== undefined)) throw invalid('onBehalfOf.caller.userName', 'Member must be there for users and for nobody else');
  const accountId = text(message.accountId, 'accountId');
  if (!ACCOUNT_ID.test(accountId)) throw invalid('onBehalfOf.caller.accountId', 'Member must be twelve digits');
  return {
    type,
    accountId,
    arn: text(message.arn, 'arn'),
    principalId: text(message.principalId, 'principalId'),
    accessKeyId: text(message.accessKeyId, 'accessKeyId'),
    sourceIp: text(message.sourceIp, 'sourceIp'),
    // Clients need not name themselves, and an empty text travels like any other.
    userAgent: (message.userAgent ?? '') === '' ? '' : text(message.userAgent, 'userAgent'),
    secureTransport: message.secureTransport ?? false,
    ...(userName !== undefined && { userName: text(userName, 'userName') }),
    ...(viaService !== undefined && { viaService: text(viaService, 'viaService') }),
    ...(sessionToken !== undefined && { sessionToken: new SessionToken(text(sessionToken, 'sessionToken', SESSION_TOKEN_LENGTH_MAX)) }),
  };
}

/** The caller with the session that its token proves. */
function proven(caller: Caller, rules: IdentityRules): Caller {
  const { sessionToken } = caller;
  const session = sessionToken && rules.openSession(sessionToken, caller);
  if (sessionToken !== undefined && session === undefined) throw denied('The forwarded session token is not one of this key service, or has expired.');
  if (!isWhole(caller, session)) throw denied('The forwarded caller is forged: its principal, account and session do not fit together.');
  return session === undefined ? caller : { ...caller, session };
}

function text(value: string | undefined, member: string, lengthMax = CALLER_TEXT_LENGTH_MAX): string {
  if (value === undefined || value === '' || value.length > lengthMax) throw invalid(`onBehalfOf.caller.${member}`, `Member must have 1 to ${String(lengthMax)} characters`);
  return value;
}
