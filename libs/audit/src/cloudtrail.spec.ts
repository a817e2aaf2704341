import { madeUpEvent } from './audit-log.contract.js';
import { CloudTrailPrinter } from './cloudtrail.js';
import type { AuditEvent } from './audit-event.js';

const place = { accountId: '000000000000', region: 'us-east-1' };
const lineOf = (event: AuditEvent): string => new CloudTrailPrinter(place).line(event);

const record = (changes: Partial<AuditEvent> = {}): Record<string, unknown> =>
  JSON.parse(lineOf(madeUpEvent('e', changes))) as Record<string, unknown>;

const arn = 'arn:aws:kms:us-east-1:000000000000:key/k';

describe('CloudTrailPrinter', () => {
  it("prints CloudTrail's record of a call", () => {
    expect(record({ keyMaterialId: 'ab'.repeat(32) })).toEqual({
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', principalId: 'AIDAMADEUP', arn: 'arn:aws:iam::000000000000:user/alice', accountId: '000000000000', accessKeyId: 'AKIAMADEUP', userName: 'alice' },
      eventTime: '2026-01-02T03:04:05Z',
      eventSource: 'kms.amazonaws.com',
      eventName: 'GenerateDataKey',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.1',
      userAgent: 'a suite',
      requestParameters: { keyId: 'alias/x', keySpec: 'AES_256', encryptionContext: { a: 'b' } },
      responseElements: null,
      additionalEventData: { keyMaterialId: 'ab'.repeat(32) },
      requestID: 'request of e',
      eventID: 'e',
      readOnly: true,
      resources: [{ accountId: '000000000000', type: 'AWS::KMS::Key', ARN: arn }],
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '000000000000',
      eventCategory: 'Management',
    });
  });

  it('says why a call was refused', () => {
    expect(record({ error: { code: 'DisabledException', message: `${arn} is disabled.` } })).toMatchObject({ errorCode: 'DisabledException', errorMessage: `${arn} is disabled.` });
    expect(record()).not.toHaveProperty('errorCode');
  });

  it('says what was made, and of whom a service called', () => {
    const { caller } = madeUpEvent('e');
    const made = record({ made: { keyId: 'k' }, caller: { ...caller, viaService: 's3.us-east-1.amazonaws.com' } });
    expect(made).toMatchObject({ responseElements: { keyId: 'k' }, userIdentity: { type: 'IAMUser', invokedBy: 's3.amazonaws.com' } });
  });


  it('tells root from users, and services from both', () => {
    const { caller } = madeUpEvent('e');
    expect(record({ caller: { ...caller, type: 'Root' } })['userIdentity']).toMatchObject({ type: 'Root' });
    expect(record({ caller: { ...caller, type: 'Service', arn: 's3.amazonaws.com' } })['userIdentity']).toEqual({ type: 'AWSService', invokedBy: 's3.amazonaws.com' });
  });

  it.each(['kms.amazonaws.com', 'sts.amazonaws.com', 'iam.amazonaws.com', 's3.amazonaws.com', 'cloudtrail.amazonaws.com'] as const)('prints what happened at %s', (source) => {
    expect(record({ source })['eventSource']).toBe(source);
  });

  it('tells uses of objects from everything else, and what a service did by itself from calls', () => {
    expect(record({ category: 'Data', type: 'AwsServiceEvent' })).toMatchObject({ managementEvent: false, eventCategory: 'Data', eventType: 'AwsServiceEvent' });
    expect(record()).toMatchObject({ managementEvent: true, eventCategory: 'Management', eventType: 'AwsApiCall' });
  });

  it('names resources of every kind, keys first', () => {
    const resources = [{ arn: 'arn:aws:s3:::b/k', type: 'AWS::S3::Object' }, { arn: 'arn:aws:s3:::b', type: 'AWS::S3::Bucket', accountId: '111122223333' }] as const;
    expect(record({ resources })['resources']).toEqual([
      { accountId: '000000000000', type: 'AWS::KMS::Key', ARN: arn }, { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/k' },
      { accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::b' },
    ]);
    expect(record({ keyArns: [], resources: [] })['resources']).toEqual([]);
  });

  it('says what the service adds, beside the material', () => {
    expect(record({ additional: { bytesTransferredIn: 5, SSEApplied: 'SSE_KMS' }, keyMaterialId: 'ab' })['additionalEventData']).toEqual({ keyMaterialId: 'ab', bytesTransferredIn: 5, SSEApplied: 'SSE_KMS' });
    expect(record()).not.toHaveProperty('additionalEventData');
  });

  it("is the record of the caller's account, of the installation's where the caller has none, or of whose it is said to be", () => {
    const { caller } = madeUpEvent('e');
    expect(record({ caller: { ...caller, accountId: '111122223333' } })['recipientAccountId']).toBe('111122223333');
    expect(record({ caller: { ...caller, accountId: 'anonymous' } })['recipientAccountId']).toBe('000000000000');
    expect(record({ recipientAccountId: '444455556666' })['recipientAccountId']).toBe('444455556666');
  });

  it('tells whom an issuer vouched for instead of a caller whom nobody knows', () => {
    const webIdentity = { provider: 'issuer.example/x', audience: 'sts', subject: 'system:serviceaccount:a:b' };
    expect(record({ webIdentity })['userIdentity']).toEqual({
      type: 'WebIdentityUser', principalId: 'issuer.example/x:sts:system:serviceaccount:a:b', userName: 'system:serviceaccount:a:b', identityProvider: 'issuer.example/x',
    });
  });

  it('is one line, whatever callers write', () => {
    const line = lineOf(madeUpEvent('e', { parameters: { encryptionContext: new Map([['a\nb', '\u2028\r\n']]) } }));
    expect(line).not.toMatch(/[\n\r]/);
  });

  it('takes a name that objects have already for a name like any other', () => {
    const parameters = { encryptionContext: new Map([['__proto__', 'x'], ['constructor', 'y']]) };
    const line = lineOf(madeUpEvent('e', { parameters }));
    expect(line).toContain('"encryptionContext":{"__proto__":"x","constructor":"y"}');
  });

  it('cuts texts at 8192 characters: events also tell of requests that were refused for their length', () => {
    const { requestParameters } = record({ parameters: { keyId: 'x'.repeat(8193), description: 'y'.repeat(8192) } });
    expect(requestParameters).toEqual({ keyId: 'x'.repeat(8192), description: 'y'.repeat(8192) });
  });

  it('prints every kind of parameter, and leaves out what is absent', () => {
    const parameters = { a: 1, b: true, c: ['x', '"'], d: undefined, e: new Map<string, string>(), '"': '\\', g: '' };
    expect(record({ parameters })['requestParameters']).toEqual({ a: 1, b: true, c: ['x', '"'], e: {}, '"': '\\', g: '' });
    expect(record({ parameters: {} })['requestParameters']).toEqual({});
  });

  it('prints whatever text callers send as that text', () => {
    const texts = ['"', '\\', '\u0000\u001f', '</script>', '\u{1f600}', '\ud800', '","x":"'];
    for (const text of texts) {
      const { caller } = madeUpEvent('e');
      const printed = record({
        requestId: text, operation: text, caller: { ...caller, arn: text, userAgent: text, sourceIp: text }, keyMaterialId: text, error: { code: text, message: text },
        parameters: { p: text, encryptionContext: new Map([[text, text]]) }, made: { m: text }, keyArns: [text], eventId: text,
      });
      expect(printed).toMatchObject({
        requestID: text, eventID: text, eventName: text, userIdentity: { arn: text }, userAgent: text, sourceIPAddress: text, additionalEventData: { keyMaterialId: text },
        errorCode: text, errorMessage: text, requestParameters: { p: text, encryptionContext: { [text]: text } }, responseElements: { m: text }, resources: [{ ARN: text }],
      });
    }
  });

  it('prints each of many events as if it were the only one', () => {
    const printer = new CloudTrailPrinter(place);
    const { caller } = madeUpEvent('e');
    const events = ['1', '1', '2', '1'].flatMap((text) => [
      madeUpEvent(text, { keyArns: [`${arn}${text}`, arn], time: new Date(Number(text) * 999) }),
      madeUpEvent(text, { caller: { ...caller, arn: text }, keyArns: [] }),
    ]);
    expect(events.map((event) => printer.line(event))).toEqual(events.map(lineOf));
  });
});
