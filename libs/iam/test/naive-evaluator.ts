/**
 * A second evaluator, written from AWS's reference and not from the first: it reads the raw document anew for each request, tries every way a wildcard may match,
 * and says every rule the long way round. Slow, and shares no code with what it checks.
 *
 * It tells only whether a request is allowed, explicitly denied, or neither.
 */
export type Verdict = 'allowed' | 'denied' | 'not allowed';

type OneOrMany<T> = T | readonly T[];

export interface RawStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: RawPrincipal;
  readonly NotPrincipal?: RawPrincipal;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string | number | boolean>>>>>;
}

export type RawPrincipal = '*' | Readonly<Record<string, OneOrMany<string>>>;

export interface RawDocument {
  readonly Version?: string;
  readonly Statement: OneOrMany<RawStatement>;
}

/** Everybody's names: what a Principal of a policy may call whoever asks. */
export interface NaiveCaller {
  readonly kind: 'user' | 'root' | 'session' | 'service' | 'anonymous';
  readonly account?: string;
  /** The user's or the session's ARN, or the service's name. */
  readonly name?: string;
  readonly role?: string;
}

export interface NaiveRequest {
  readonly caller: NaiveCaller;
  readonly identity: readonly RawDocument[];
  readonly boundary?: RawDocument | undefined;
  readonly session?: readonly RawDocument[] | undefined;
  readonly resourcePolicy?: RawDocument | undefined;
  readonly isGranted: boolean;
  readonly needsResourcePolicy: boolean;
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  /** By key in lower case. */
  readonly context: ReadonlyMap<string, string | readonly string[]>;
}

const many = <T>(value: OneOrMany<T> | undefined): readonly T[] => (value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T]);

/** A character of a pattern: a plain one, or a wildcard. */
type Sign = string | { readonly wildcard: '*' | '?' };

function fits(pattern: readonly Sign[], text: string): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return text === '';
  if (typeof head === 'string') return text.startsWith(head) && fits(rest, text.slice(head.length));
  if (head.wildcard === '?') return text !== '' && fits(rest, text.slice(1));
  for (let taken = 0; taken <= text.length; taken += 1) if (fits(rest, text.slice(taken))) return true;
  return false;
}

/** A text of a policy as signs, its variables filled in; null: a variable has no value. */
function signs(text: string, request: NaiveRequest, document: RawDocument): readonly Sign[] | null {
  const all: Sign[] = [];
  let rest = text;
  while (rest !== '') {
    const variable = document.Version === '2012-10-17' ? /^\$\{([^,}']*)(?:,\s*'([^']*)'\s*)?\}/.exec(rest) : null;
    if (variable !== null) {
      const [whole, name = '', fallback] = variable;
      const value = ['*', '?', '$'].includes(name) ? name : request.context.get(name.trim().toLowerCase());
      const filled = typeof value === 'string' ? value : fallback;
      if (filled === undefined) return null;
      all.push(...filled.split(''));
      rest = rest.slice(whole.length);
    } else {
      const sign = rest.charAt(0);
      all.push(sign === '*' || sign === '?' ? { wildcard: sign } : sign);
      rest = rest.slice(1);
    }
  }
  return all;
}

const plain = (all: readonly Sign[]): string => all.map((sign) => (typeof sign === 'string' ? sign : sign.wildcard)).join('');

/** Signs cut at their first five colons; null: fewer. */
function arnParts(all: readonly Sign[]): readonly (readonly Sign[])[] | null {
  const parts: Sign[][] = [[]];
  for (const sign of all) {
    if (sign === ':' && parts.length < 6) parts.push([]);
    else parts[parts.length - 1]?.push(sign);
  }
  return parts.length === 6 ? parts : null;
}

function arnFits(pattern: readonly Sign[], text: string): boolean {
  const given = arnParts(text.split(''));
  if (given === null || !text.startsWith('arn:')) return false;
  if (pattern.length === 1 && typeof pattern[0] === 'object' && pattern[0].wildcard === '*') return true;
  const wanted = arnParts(pattern);
  return wanted !== null && wanted.every((part, index) => fits(part, plain(given[index] ?? [])));
}

function addressBits(text: string): string | null {
  const numbers = /^\d+\.\d+\.\d+\.\d+$/.test(text) ? text.split('.').map(Number) : null;
  return numbers?.every((number) => number < 256) === true ? numbers.map((number) => number.toString(2).padStart(8, '0')).join('') : null;
}

function inBlock(block: string, text: string): boolean {
  const [address = '', prefix = '32'] = block.split('/');
  const wanted = addressBits(address);
  const given = addressBits(text);
  return wanted !== null && given !== null && given.startsWith(wanted.slice(0, Number(prefix)));
}

const moment = (text: string): number => (/^\d{5,}$/.test(text) ? Number(text) * 1_000 : new Date(text).getTime());

/** Whether one value of a request is as one value of a policy says; null: a variable has no value. */
function matchesOne(operator: string, wanted: string, given: string, request: NaiveRequest, document: RawDocument): boolean | null {
  const order = (left: number, right: number): boolean => {
    if (operator.endsWith('LessThan')) return left < right;
    if (operator.endsWith('LessThanEquals')) return left <= right;
    if (operator.endsWith('GreaterThan')) return left > right;
    if (operator.endsWith('GreaterThanEquals')) return left >= right;
    return left === right;
  };
  if (operator.startsWith('Numeric')) return /^-?\d+(\.\d+)?$/.test(given) && order(Number(given), Number(wanted));
  if (operator.startsWith('Date')) return order(moment(given), moment(wanted));
  if (operator === 'Bool') return wanted.toLowerCase() === given.toLowerCase();
  if (operator === 'BinaryEquals') return atob(wanted) === atob(given);
  if (operator.endsWith('IpAddress')) return inBlock(wanted, given);
  const pattern = signs(wanted, request, document);
  if (pattern === null) return null;
  if (operator.startsWith('Arn')) return arnFits(pattern, given);
  if (operator.endsWith('Like')) return fits(pattern, given);
  if (operator.endsWith('IgnoreCase')) return plain(pattern).toLowerCase() === given.toLowerCase();
  return plain(pattern) === given;
}

function keyHolds(name: string, key: string, wanted: readonly string[], effect: 'Allow' | 'Deny', request: NaiveRequest, document: RawDocument): boolean {
  const value = request.context.get(key.toLowerCase());
  if (name === 'Null') {
    const isNull = value === undefined || (typeof value !== 'string' && value.length === 0);
    return wanted.some((text) => (text.toLowerCase() === 'true') === isNull);
  }
  const set = /^(ForAllValues|ForAnyValue):/.exec(name)?.[1];
  const ifExists = name.endsWith('IfExists');
  const operator = name.replace(/^.*:/, '').replace(/IfExists$/, '');
  const negative = operator.includes('Not');
  if (value === undefined) {
    if (set === 'ForAllValues') return true;
    if (set === 'ForAnyValue') return false;
    return ifExists || negative;
  }
  const holdsFor = (given: string): boolean => {
    const results = wanted.map((text) => matchesOne(operator, text, given, request, document));
    if (!negative) return results.some((result) => result === true);
    if (results.some((result) => result === true)) return false;
    return results.some((result) => result === null) ? effect === 'Deny' : true;
  };
  const given = typeof value === 'string' ? [value] : value;
  if (set === 'ForAllValues' || (set === undefined && negative)) return given.every(holdsFor);
  return given.some(holdsFor);
}

/** Whether action, resource and conditions of a statement are those of the request. */
function applies(statement: RawStatement, request: NaiveRequest, document: RawDocument): boolean {
  const action = (pattern: string): boolean => fits(signs(pattern.toLowerCase(), request, {} as RawDocument) ?? [], request.action.toLowerCase());
  if (statement.Action !== undefined && !many(statement.Action).some(action)) return false;
  if (statement.NotAction !== undefined && many(statement.NotAction).some(action)) return false;
  const named = (patterns: OneOrMany<string>): readonly (boolean | null)[] =>
    many(patterns).map((pattern) => {
      const all = signs(pattern, request, document);
      return all === null ? null : fits(all, request.resource);
    });
  if (statement.Resource !== undefined && !named(statement.Resource).includes(true)) return false;
  if (statement.NotResource !== undefined) {
    const results = named(statement.NotResource);
    if (results.includes(true) || (results.includes(null) && statement.Effect === 'Allow')) return false;
  }
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => keyHolds(operator, key, many(values).map(String), statement.Effect, request, document)),
  );
}

/** All that a Principal may call a caller by, from the strongest to the weakest. */
function namesOf({ kind, account, name, role }: NaiveCaller): readonly string[] {
  if (kind === 'anonymous') return [];
  if (kind === 'service') return [`Service ${name}`];
  const accountNames = [`AWS ${account}`, `AWS arn:aws:iam::${account}:root`];
  return [...(name === undefined ? [] : [`AWS ${name}`]), ...(role === undefined ? [] : [`AWS ${role}`]), ...accountNames];
}

const listed = (principal: RawPrincipal): readonly string[] =>
  principal === '*' ? ['AWS *'] : Object.entries(principal).flatMap(([kind, values]) => many(values).map((value) => `${kind} ${value}`));

/** How a statement that applies names the caller: not at all, by its account, in a way that limits hold for, or itself. */
function naming(statement: RawStatement, request: NaiveRequest): 'not' | 'account' | 'limited' | 'itself' {
  const { caller } = request;
  const names = namesOf(caller);
  const everyone: 'limited' | 'itself' = caller.kind === 'session' || request.session !== undefined ? 'limited' : 'itself';
  if (statement.NotPrincipal !== undefined) {
    const exempt = listed(statement.NotPrincipal);
    return exempt.includes('AWS *') || names.some((name) => exempt.includes(name)) ? 'not' : everyone;
  }
  const all = listed(statement.Principal ?? {});
  if (caller.name !== undefined && all.some((name) => name === `AWS ${caller.name}` || name === `Service ${caller.name}`) && names[0]?.endsWith(caller.name) === true) {
    if (all.includes(names[0])) return caller.kind === 'user' && request.session !== undefined ? 'limited' : 'itself';
  }
  if (all.includes('AWS *')) return everyone;
  if (caller.role !== undefined && all.includes(`AWS ${caller.role}`)) return 'limited';
  return names.some((name) => all.includes(name)) ? 'account' : 'not';
}

/** Whether a statement that denies is about the caller. */
function deniesCaller(statement: RawStatement, { caller }: NaiveRequest): boolean {
  const names = namesOf(caller);
  if (statement.Principal !== undefined) {
    const all = listed(statement.Principal);
    return all.includes('AWS *') || names.some((name) => all.includes(name));
  }
  const exempt = listed(statement.NotPrincipal ?? {});
  if (exempt.includes('AWS *')) return false;
  if (caller.kind === 'anonymous') return true;
  if (caller.kind === 'service') return !exempt.includes(`Service ${caller.name}`);
  const account = exempt.includes(`AWS ${caller.account}`) || exempt.includes(`AWS arn:aws:iam::${caller.account}:root`);
  const itself = caller.kind === 'root' || exempt.includes(`AWS ${caller.name}`);
  const role = caller.role === undefined || exempt.includes(`AWS ${caller.role}`);
  return !(account && itself && role);
}

/** The verdict on a request, rule after rule. */
export function naiveDecide(request: NaiveRequest): Verdict {
  const { caller, identity, boundary, session, resourcePolicy } = request;
  const statements = (document: RawDocument, effect: 'Allow' | 'Deny') => many(document.Statement).filter((statement) => statement.Effect === effect && applies(statement, request, document));
  const own = [...identity, ...(boundary ? [boundary] : []), ...(session ?? [])];
  if (own.some((document) => statements(document, 'Deny').length > 0)) return 'denied';
  if (resourcePolicy !== undefined && statements(resourcePolicy, 'Deny').some((statement) => deniesCaller(statement, request))) return 'denied';

  const allows = (documents: readonly RawDocument[]): boolean => documents.some((document) => statements(document, 'Allow').length > 0);
  const namings = resourcePolicy === undefined ? [] : statements(resourcePolicy, 'Allow').map((statement) => naming(statement, request));
  const withinLimits = (boundary === undefined || allows([boundary])) && (session === undefined || allows(session));
  const identityAllows = caller.kind === 'root' || allows(identity);
  const named = namings.some((how) => how !== 'not');
  const verdict = (allowed: boolean): Verdict => (allowed ? 'allowed' : 'not allowed');

  if (caller.kind === 'anonymous' || caller.kind === 'service') return verdict(named || request.isGranted);
  if (caller.account !== request.account) return verdict(identityAllows && withinLimits && (named || request.isGranted));
  if (namings.includes('itself')) return 'allowed';
  if (namings.includes('limited') && withinLimits) return 'allowed';
  if (identityAllows && withinLimits && (named || !request.needsResourcePolicy)) return 'allowed';
  const grantIsLimited = caller.kind === 'session' || session !== undefined;
  return verdict(request.isGranted && (!grantIsLimited || withinLimits));
}
