import { joined } from './find-entries.js';
import { readEntry, shortName, type TrailEntry } from './trail-entry.js';

const event = (more: object = {}): string => JSON.stringify({
  eventID: 'e1', eventTime: '2026-01-02T03:04:05Z', eventName: 'Decrypt', eventSource: 'kms.amazonaws.com', requestID: 'r1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::000000000000:user/bob', invokedBy: 's3.amazonaws.com' },
  requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::notes/a', project: 'x' } },
  resources: [{ ARN: 'arn:aws:kms:us-east-1:000000000000:key/1' }], ...more,
});

describe('an event of the audit', () => {
  it('tells who did what with which object, and under which context', () => {
    expect(readEntry(event())).toMatchObject({
      id: 'e1', name: 'Decrypt', service: 'kms', who: 'arn:aws:iam::000000000000:user/bob', via: 's3.amazonaws.com', requestId: 'r1',
      resources: ['arn:aws:s3:::notes/a', 'arn:aws:kms:us-east-1:000000000000:key/1'], context: [['aws:s3:arn', 'arn:aws:s3:::notes/a'], ['project', 'x']],
    });
    expect(readEntry(event())).not.toHaveProperty('refusal');
  });

  it('tells a refusal with its reason', () => {
    expect(readEntry(event({ errorCode: 'AccessDenied', errorMessage: 'not allowed' }))?.refusal).toEqual({ code: 'AccessDenied', message: 'not allowed' });
  });

  it('names the bucket where no context does', () => {
    expect(readEntry(event({ requestParameters: { bucketName: 'notes', key: 'b' }, resources: [] }))?.resources).toEqual(['arn:aws:s3:::notes/b']);
  });

  it.each(['', 'null', '[]', '{', '1', '{"eventID":"e"}', '{"eventID":"e","eventTime":"never"}'])('is none in %j', (text) => {
    expect(readEntry(text)).toBeUndefined();
  });

  it.each([['arn:aws:iam::1:user/bob', 'user/bob'], ['arn:aws:sts::1:assumed-role/a/b', 'assumed-role/a/b'], ['s3.amazonaws.com', 's3.amazonaws.com'], ['', '']])('calls %j %j', (arn, name) => {
    expect(shortName(arn)).toBe(name);
  });
});

describe('joined', () => {
  const entry = (id: string, second: number): TrailEntry => ({ ...(readEntry(event({ eventID: id, eventTime: `2026-01-02T03:04:0${second}Z` })) as TrailEntry) });
  it('has each event once, the newest first, up to the limit', () => {
    const held = [entry('b', 2), entry('a', 1)];
    expect(joined([entry('c', 3), entry('b', 2)], held, 3).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(joined([entry('c', 3)], held, 2).map(({ id }) => id)).toEqual(['c', 'b']);
    expect(joined([entry('b', 2)], held, 2)).toBe(held);
  });
});
