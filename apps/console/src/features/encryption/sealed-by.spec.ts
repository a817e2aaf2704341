import { readSealing } from './sealed-by.js';

const arn = 'arn:aws:s3:::notes/a';
const event = (change: object = {}): string => JSON.stringify({
  eventName: 'GenerateDataKey', eventTime: '2026-01-02T03:04:05Z', eventID: 'e1', userIdentity: { arn: 'arn:aws:iam::000000000000:user/ann' },
  requestParameters: { encryptionContext: { 'aws:s3:arn': arn, team: 'blue' } }, ...change,
});

describe('who sealed an object', () => {
  it('is told by the event of its data key', () => {
    expect(readSealing(event(), arn)).toEqual({ who: 'arn:aws:iam::000000000000:user/ann', when: new Date('2026-01-02T03:04:05Z'), eventId: 'e1', context: [{ key: 'team', value: 'blue' }] });
  });

  it.each<[string, string]>([
    ['another object', event({ requestParameters: { encryptionContext: { 'aws:s3:arn': `${arn}b` } } })],
    ['an opening', event({ eventName: 'Decrypt' })],
    ['a refusal', event({ errorCode: 'AccessDenied' })],
    ['no context', event({ requestParameters: {} })],
    ['no JSON', '{'],
  ])('is not told by %s', (_why, text) => {
    expect(readSealing(text, arn)).toBeUndefined();
  });
});
