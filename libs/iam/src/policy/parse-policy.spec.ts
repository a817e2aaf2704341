import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import { parsePolicy, type PolicyOptions } from './parse-policy.js';
import { PolicyError, type PolicyMistake } from './policy-error.js';
import { CONDITIONS_MAX, ENTRY_LENGTH_MAX, LIST_ENTRIES_MAX, MISTAKES_MAX, NESTING_MAX, POLICY_LENGTH_MAX, policyLengths, STATEMENTS_MAX } from './policy-limits.js';

interface RefusedVector { why: string; kind: PolicyOptions['kind']; document?: object; text?: string; mistakes: PolicyMistake[] }

const identity = { name: 'test', kind: 'identity' } as const;
const resource = { name: 'test', kind: 'resource' } as const;
const trust = { name: 'test', kind: 'trust' } as const;
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::notes/*' };
const documentOf = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

function mistakesOf(given: string | object, options: PolicyOptions = identity): readonly PolicyMistake[] {
  try {
    parsePolicy(given, options);
  } catch (error) {
    if (error instanceof PolicyError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('parsePolicy refuses', () => {
  it.each(vectors<RefusedVector>(join(import.meta.dirname, '../../vectors/refused-policies.json')))('$why', ({ kind, document, text, mistakes }) => {
    expect(mistakesOf(text ?? document!, { name: 'vector', kind })).toEqual(mistakes);
    if (document !== undefined) expect(mistakesOf(JSON.stringify(document, undefined, 2), { name: 'vector', kind })).toEqual(mistakes);
  });

  it('tells the first mistakes in its message, and how many more there are', () => {
    const read = () => parsePolicy({ Version: '1', Statement: Array.from({ length: 6 }, () => ({ ...allow, Effect: 'x' })) }, identity);
    expect(read).toThrow(
      'Version: must be 2012-10-17 or 2008-10-17; Statement[0].Effect: must be Allow or Deny; Statement[1].Effect: must be Allow or Deny; ' +
        'Statement[2].Effect: must be Allow or Deny; Statement[3].Effect: must be Allow or Deny; and 2 more',
    );
    expect(() => parsePolicy('x', identity)).toThrow('The policy is not well-formed JSON');
  });
});

describe('parsePolicy reads', () => {
  it('a document with everything', () => {
    const document = {
      Version: '2012-10-17',
      Id: 'everything',
      Statement: [
        {
          Sid: 'One',
          Effect: 'Deny',
          NotPrincipal: {
            AWS: ['111122223333', 'arn:aws:iam::444455556666:root', 'arn:aws:iam::111122223333:user/team/alice', 'arn:aws:sts::111122223333:assumed-role/backup/night'],
            Service: 's3.amazonaws.com',
            Federated: ['arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/1', 'arn:aws:iam::111122223333:saml-provider/corp'],
          },
          NotAction: ['s3:Get*', 'kms:Decrypt'],
          NotResource: 'arn:aws:s3:::notes/${aws:username}/*',
          Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': ['a*', 1, true] } },
        },
      ],
    };
    const policy = parsePolicy(document, { name: 'the name', kind: 'resource' });
    expect(policy).toMatchObject({ name: 'the name', text: JSON.stringify(document), version: '2012-10-17', id: 'everything' });
    expect(policy.statements).toEqual([
      {
        index: 0,
        sid: 'One',
        effect: 'Deny',
        principals: {
          isNegated: true,
          everyone: false,
          accounts: new Set(['111122223333', '444455556666']),
          arns: new Set(['arn:aws:iam::111122223333:user/team/alice', 'arn:aws:sts::111122223333:assumed-role/backup/night']),
          services: new Set(['s3.amazonaws.com']),
          federated: new Set(['arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/1', 'arn:aws:iam::111122223333:saml-provider/corp']),
        },
        actions: { isNegated: true, patterns: [expect.objectContaining({ text: 's3:Get*' }), expect.objectContaining({ text: 'kms:Decrypt' })] },
        resources: { isNegated: true, patterns: [expect.objectContaining({ text: 'arn:aws:s3:::notes/${aws:username}/*' })] },
        conditions: [expect.objectContaining({ operator: 'ForAnyValue:StringLikeIfExists', key: 'aws:TagKeys', values: ['a*', '1', 'true'] })],
      },
    ]);
  });

  it('keeps the text as it was given, white space and all', () => {
    const text = ` ${JSON.stringify(documentOf(allow), undefined, 3)}\n`;
    expect(parsePolicy(text, identity).text).toBe(text);
  });

  it.each<[string, object, PolicyOptions]>([
    ['one statement without a list', { Version: '2012-10-17', Statement: allow }, identity],
    ['no version, which is the older language', { Statement: [allow] }, identity],
    ['an empty Sid, as tools write it, even twice', documentOf({ ...allow, Sid: '' }, { ...allow, Sid: '' }), identity],
    ["a Sid with spaces on a key: AWS's default key policy", documentOf({ ...allow, Sid: 'Enable IAM User Permissions', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }), resource],
    ['an empty Condition', documentOf({ ...allow, Condition: {} }), identity],
    ['all actions', documentOf({ ...allow, Action: '*' }), identity],
    ['all actions in two parts', documentOf({ ...allow, Action: '*:*' }), identity],
    ['actions of services that are not here', documentOf({ ...allow, Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/x' }), identity],
    ['an ARN that ends early in a star', documentOf({ ...allow, Resource: 'arn:aws:s3:*' }), identity],
    ['an ARN with wildcards in all parts', documentOf({ ...allow, Resource: 'arn:*:s3:*:*:*' }), identity],
    ['an ARN of a key with colons and line breaks in its name', documentOf({ ...allow, Resource: 'arn:aws:s3:::notes/a:b\nc' }), identity],
    ['a key of a tag with spaces', documentOf({ ...allow, Condition: { StringEquals: { 'aws:PrincipalTag/cost center': 'a' } } }), identity],
    ["a key of an identity provider's, as EKS has it", documentOf({ Effect: 'Allow', Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1A' }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { 'oidc.eks.us-east-1.amazonaws.com/id/1A:sub': 'system:serviceaccount:default:app' } } }), trust],
    ['everyone', documentOf({ ...allow, Principal: '*' }), resource],
    ['everyone of AWS', documentOf({ ...allow, Principal: { AWS: '*' } }), resource],
    ['NotPrincipal with Allow', documentOf({ ...allow, NotPrincipal: { AWS: '111122223333' } }), resource],
    ['a provider known by its name', documentOf({ ...allow, Principal: { Federated: 'graph.facebook.com' } }), resource],
  ])('%s', (_, document, options) => {
    expect(mistakesOf(document, options)).toEqual([]);
  });

  it('YAML\'s values, such as shared ones and dates, as their JSON', () => {
    const shared = ['s3:GetObject'];
    const condition = { DateLessThan: { 'aws:CurrentTime': new Date('2026-01-01T00:00:00Z') } };
    const policy = parsePolicy(documentOf({ ...allow, Action: shared, Condition: condition }, { ...allow, Action: shared }), identity);
    expect(policy.statements[0]?.conditions[0]?.values).toEqual(['2026-01-01T00:00:00.000Z']);
  });

  it('remembers nothing of the object that it was given', () => {
    const document = documentOf({ ...allow, Action: ['s3:GetObject'] });
    const policy = parsePolicy(document, identity);
    (document.Statement[0] as { Action: string[] }).Action[0] = '*';
    expect(policy.about('s3:PutObject').allows).toHaveLength(0);
    expect(policy.about('s3:GetObject').allows).toHaveLength(1);
  });
});

describe('the limits of a policy', () => {
  const padded = (bytes: number, lead = '') => {
    const shell = JSON.stringify({ ...documentOf(allow), Id: lead });
    return shell.replace('"Id":"', `"Id":"${'x'.repeat(bytes - Buffer.byteLength(shell))}`);
  };
  const tooLong = (most: number) => [{ place: '', what: `is longer than ${most} bytes` }];
  const bare = (entries: readonly string[]) => ({ Statement: [{ Effect: 'Allow', Action: entries, Resource: '*' }] });

  it('takes a document of the limit and no longer', () => {
    expect(mistakesOf(padded(POLICY_LENGTH_MAX))).toEqual([]);
    expect(mistakesOf(padded(POLICY_LENGTH_MAX + 1))).toEqual(tooLong(POLICY_LENGTH_MAX));
  });

  it.each(Object.entries(policyLengths))('takes a %s policy of AWS\'s limit and no longer', (_, lengthMax) => {
    expect(mistakesOf(padded(lengthMax), { ...identity, lengthMax })).toEqual([]);
    expect(mistakesOf(padded(lengthMax + 1), { ...identity, lengthMax })).toEqual(tooLong(lengthMax));
  });

  it('counts bytes and not characters', () => {
    expect(mistakesOf(padded(2_048, '\u00e9'), { ...identity, lengthMax: 2_048 })).toEqual([]);
    expect(mistakesOf(padded(2_049, '\u00e9'), { ...identity, lengthMax: 2_048 })).toEqual(tooLong(2_048));
  });

  it('does not count white space where IAM does not, but never takes more than the limit of all', () => {
    const spaced = `${' '.repeat(1_000)}${padded(2_048)}`;
    expect(mistakesOf(spaced, { ...identity, lengthMax: 2_048 })).toEqual([]);
    const bucket = padded(2_048).replace('"Effect"', '"Principal":"*","Effect"');
    expect(mistakesOf(` ${bucket}`, { ...resource, lengthMax: bucket.length })).toEqual(tooLong(bucket.length));
    expect(mistakesOf(`${' '.repeat(POLICY_LENGTH_MAX)}${padded(2_048)}`)).toEqual(tooLong(POLICY_LENGTH_MAX));
  });

  it('takes so many statements and no more', () => {
    const many = (count: number) => documentOf(...Array.from({ length: count }, () => allow));
    expect(mistakesOf(many(STATEMENTS_MAX))).toEqual([]);
    expect(mistakesOf(many(STATEMENTS_MAX + 1))).toEqual([{ place: 'Statement', what: `has ${STATEMENTS_MAX + 1} entries; at most ${STATEMENTS_MAX} are taken` }]);
  });

  it('takes so many entries of a list and no more', () => {
    const many = (count: number) => bare(Array.from({ length: count }, (_, index) => `s3:A${index}`));
    expect(mistakesOf(many(LIST_ENTRIES_MAX))).toEqual([]);
    expect(mistakesOf(many(LIST_ENTRIES_MAX + 1))).toEqual([{ place: 'Statement[0].Action', what: `has ${LIST_ENTRIES_MAX + 1} entries; at most ${LIST_ENTRIES_MAX} are taken` }]);
  });

  it('takes an entry so long and no longer', () => {
    const long = (length: number) => bare([`s3:${'A'.repeat(length - 3)}`]);
    expect(mistakesOf(long(ENTRY_LENGTH_MAX))).toEqual([]);
    expect(mistakesOf(long(ENTRY_LENGTH_MAX + 1))).toEqual([{ place: 'Statement[0].Action[0]', what: `is longer than ${ENTRY_LENGTH_MAX} characters` }]);
  });

  it('takes so many condition keys and no more', () => {
    const many = (count: number) =>
      documentOf({ ...allow, Condition: { StringEquals: Object.fromEntries(Array.from({ length: count }, (_, index) => [`aws:PrincipalTag/${index}`, 'a'])) } });
    expect(mistakesOf(many(CONDITIONS_MAX))).toEqual([]);
    expect(mistakesOf(many(CONDITIONS_MAX + 1))).toEqual([{ place: 'Statement[0].Condition', what: `has ${CONDITIONS_MAX + 1} keys; at most ${CONDITIONS_MAX} are taken` }]);
  });

  it('takes so many objects and lists inside of each other and no more', () => {
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(mistakesOf(deep(NESTING_MAX))).not.toContainEqual(expect.objectContaining({ what: expect.stringContaining('inside of each other') }));
    expect(mistakesOf(deep(NESTING_MAX + 1))).toEqual([{ place: '', what: `has more than ${NESTING_MAX} objects and lists inside of each other` }]);
  });

  it('tells so many mistakes and no more', () => {
    const wrong = (count: number) => bare(Array.from({ length: count }, () => 'x'));
    expect(mistakesOf(wrong(MISTAKES_MAX))).toHaveLength(MISTAKES_MAX);
    expect(mistakesOf(wrong(MISTAKES_MAX + 1))).toHaveLength(MISTAKES_MAX);
  });
});

describe('hostile documents', () => {
  const over = (given: string | object) => {
    const started = performance.now();
    const mistakes = mistakesOf(given);
    expect(performance.now() - started).toBeLessThan(2_000);
    return mistakes;
  };

  it.each([
    ['lists inside of each other', '['.repeat(60_000) + ']'.repeat(60_000)],
    ['objects inside of each other', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['lists that never end', '['.repeat(100_000)],
    ['a long number', '9'.repeat(100_000)],
    ['a long text', `"${'a'.repeat(100_000)}"`],
    ['a long text of escapes', `"${'\\n'.repeat(50_000)}"`],
    ['many names', `{${Array.from({ length: 10_000 }, (_, index) => `"${index}":1`).join()}}`],
    ['one name many times', `{${'"a":1,'.repeat(10_000)}"a":1}`],
    ['a text of quotes', '"'.repeat(100_000)],
    ['many variables', JSON.stringify(documentOf({ ...allow, Resource: Array.from({ length: 600 }, () => `arn:aws:s3:::${'${'.repeat(80)}`) }))],
    ['a variable of spaces', JSON.stringify(documentOf({ ...allow, Resource: `arn:aws:s3:::\${a${' '.repeat(1_900)}x,}` }))],
    ['a variable of quotes', JSON.stringify(documentOf({ ...allow, Resource: `arn:aws:s3:::\${a, ${"'".repeat(1_901)}}` }))],
  ])('%s', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(POLICY_LENGTH_MAX);
    expect(over(text).length).toBeGreaterThan(0);
  });

  it('an object that is its own member', () => {
    const circle: Record<string, unknown> = { Version: '2012-10-17' };
    circle['Statement'] = circle;
    expect(over(circle)).toEqual([{ place: '', what: 'cannot be written as JSON' }]);
  });

  it('a number that JSON has not', () => {
    expect(over(documentOf({ ...allow, Sid: 1n }))).toEqual([{ place: '', what: 'cannot be written as JSON' }]);
  });

  it('half a surrogate pair, bare or escaped, is no text that could match anything', () => {
    expect(over(`{"Id":"\ud800","Version":"2012-10-17","Statement":[]}`)).toEqual([{ place: '', what: 'has characters that are not Unicode text' }]);
    expect(over({ ...documentOf({ ...allow, Resource: 'arn:aws:s3:::notes/\ud800', Condition: { StringEquals: { 'aws:\ud800': 'a' } } }), Id: '\ud800' })).toEqual([
      { place: 'Id', what: 'must be text' },
      { place: 'Statement[0].Resource', what: 'has characters that are not Unicode text' },
      { place: 'Statement[0].Condition.StringEquals["aws:\\ud800"]', what: 'is not a condition key, such as aws:SourceIp' },
    ]);
  });

  it('a prototype given as an object leaves no trace', () => {
    const given = JSON.parse('{"__proto__":{"polluted":true},"Version":"2012-10-17","Statement":[]}') as object;
    expect(over(given)).toContainEqual({ place: '__proto__', what: 'is not a known element' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
