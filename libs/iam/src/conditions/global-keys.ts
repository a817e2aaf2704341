/**
 * AWS's global condition keys, as far as a request can know them.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { Caller } from '../caller.js';
import type { Standing } from '../evaluation/access-request.js';
import type { ConditionContext, ConditionValue } from '../evaluation/condition-context.js';

/** What a service knows of a request beyond its caller. */
export interface GlobalRequest {
  /** The Referer header. */
  readonly referer?: string | undefined;
  /** The region that was asked: `us-east-1`. */
  readonly region?: string | undefined;
  /** Whose the resource is. */
  readonly resourceAccount?: string | undefined;
  /** Of a call that a service makes in its own name: the resource for which, and its account. */
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

/** All that the keys are made of. */
interface Known {
  readonly caller: Caller;
  readonly standing: Standing;
  readonly now: Date;
  readonly request: GlobalRequest;
}

type Key = (known: Known) => ConditionValue;

const MILLISECONDS = 1_000;
const TAG_PREFIX = 'aws:principaltag/';

const principalTypes: Readonly<Record<Caller['type'], string>> = {
  Root: 'Account',
  User: 'User',
  AssumedRole: 'AssumedRole',
  Service: 'Service',
  Anonymous: 'Anonymous',
};

/** A caller that signed as somebody of an account. */
const isPrincipal = ({ caller }: Known): boolean => caller.type !== 'Anonymous' && caller.type !== 'Service';
const present = (text: string): string | undefined => (text === '' ? undefined : text);

/** A service's name without its region, as AWS lists it: `s3.us-east-1.amazonaws.com` called as `s3.amazonaws.com`. */
function serviceName(host: string): string {
  const labels = host.split('.');
  return labels.length > 3 ? [labels[0], ...labels.slice(-2)].join('.') : host;
}

const calledVia: Key = ({ caller }) => (caller.viaService === undefined ? undefined : [serviceName(caller.viaService)]);
const calledViaOne: Key = ({ caller }) => (caller.viaService === undefined ? undefined : serviceName(caller.viaService));
const sourceIdentity: Key = ({ caller }) => caller.session?.sourceIdentity;

const keys: ReadonlyMap<string, Key> = new Map<string, Key>([
  ['aws:sourceip', ({ caller }) => present(caller.sourceIp)],
  ['aws:securetransport', ({ caller }) => String(caller.secureTransport)],
  // Of a session the role's ARN, so that one condition holds for all sessions of a role.
  ['aws:principalarn', (known) => (isPrincipal(known) ? principalArn(known.caller) : undefined)],
  ['aws:principalaccount', (known) => (isPrincipal(known) ? known.caller.accountId : undefined)],
  ['aws:principaltype', ({ caller }) => principalTypes[caller.type]],
  ['aws:principalisawsservice', ({ caller }) => String(caller.type === 'Service')],
  ['aws:principalservicename', ({ caller }) => (caller.type === 'Service' ? caller.arn : undefined)],
  ['aws:userid', ({ caller }) => (caller.type === 'Service' ? undefined : caller.principalId)],
  ['aws:username', ({ caller }) => (caller.type === 'User' ? caller.userName : undefined)],
  ['aws:currenttime', ({ now }) => now.toISOString()],
  ['aws:epochtime', ({ now }) => String(Math.floor(now.getTime() / MILLISECONDS))],
  ['aws:useragent', ({ caller }) => present(caller.userAgent)],
  ['aws:referer', ({ request }) => request.referer],
  ['aws:viaawsservice', ({ caller }) => String(caller.viaService !== undefined)],
  ['aws:calledvia', calledVia],
  ['aws:calledviafirst', calledViaOne],
  ['aws:calledvialast', calledViaOne],
  ['aws:sourcearn', ({ caller, request }) => (caller.type === 'Service' ? request.sourceArn : undefined)],
  ['aws:sourceaccount', ({ caller, request }) => (caller.type === 'Service' ? request.sourceAccount : undefined)],
  ['aws:tokenissuetime', ({ caller }) => caller.session?.issuedAt.toISOString()],
  // Nobody has a second factor here; long-lived credentials do not have the key at all, as on AWS.
  ['aws:multifactorauthpresent', ({ caller }) => (caller.session === undefined ? undefined : 'false')],
  ['aws:federatedprovider', ({ caller }) => federatedProvider(caller)],
  ['aws:requestedregion', ({ request }) => request.region],
  ['aws:resourceaccount', ({ request }) => request.resourceAccount],
  ['aws:sourceidentity', sourceIdentity],
  ['sts:sourceidentity', sourceIdentity],
]);

function principalArn(caller: Caller): string {
  return caller.type === 'AssumedRole' ? (caller.session?.issuer.arn ?? caller.arn) : caller.arn;
}

function federatedProvider({ session }: Caller): string | undefined {
  return session?.webIdentity && `arn:aws:iam::${session.issuer.accountId}:oidc-provider/${session.webIdentity.provider}`;
}

/** `PROVIDER:aud` and `PROVIDER:sub` of a session that a web identity took on. */
function webIdentityValue({ session }: Caller, name: string): string | undefined {
  const identity = session?.webIdentity;
  if (identity === undefined) return undefined;
  const provider = identity.provider.toLowerCase();
  if (name === `${provider}:aud`) return identity.audience;
  return name === `${provider}:sub` ? identity.subject : undefined;
}

/** Tags by their key in lower case: names of condition keys have no case. */
function tagValue(tags: ReadonlyMap<string, string>, wanted: string): string | undefined {
  for (const [key, value] of tags) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

/** The `aws:` keys of one request. A value is made when a policy asks for it. */
export function globalConditionKeys(caller: Caller, standing: Standing, now: Date, request: GlobalRequest = {}): ConditionContext {
  const known = { caller, standing, now, request };
  return (name) => {
    const key = keys.get(name);
    if (key !== undefined) return key(known);
    if (name.startsWith(TAG_PREFIX)) return tagValue(standing.tags, name.slice(TAG_PREFIX.length));
    return caller.session?.webIdentity === undefined ? undefined : webIdentityValue(caller, name);
  };
}
