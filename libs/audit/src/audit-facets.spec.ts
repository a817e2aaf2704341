import { Facets, facetOf } from './audit-facets.js';
import { madeUpEvent } from './audit-log.contract.js';
import type { AuditEvent } from './audit-event.js';
import { CloudTrailPrinter } from './cloudtrail.js';
import { EventIds } from './event-id.js';

const printer = new CloudTrailPrinter({ accountId: '000000000000', region: 'us-east-1' });
const ids = new EventIds();
const event = (changes: Partial<AuditEvent> = {}): AuditEvent => madeUpEvent(ids.next(new Date()), changes);
const facetsOf = (facets: Facets, given: AuditEvent): readonly string[] => facets.of(given, printer.line(given));

describe('Facets', () => {
  const { caller } = madeUpEvent('e');
  const alike = [event(), event({ caller: { ...caller } }), event({ requestId: 'another', parameters: {} })];
  const unlike = [
    event(), event({ operation: 'Decrypt' }), event({ source: 's3.amazonaws.com' }), event({ readOnly: false }), event({ category: 'Data' }), event({ keyArns: [] }),
    event({ keyArns: ['arn:aws:kms:us-east-1:111122223333:key/k'] }), event({ keyArns: ['arn:aws:kms:us-east-1:000000000000:key/k', 'arn:aws:kms:us-east-1:000000000000:key/l'] }),
    event({ keyArns: ['arn:aws:kms:us-east-1:111122223333:key/k'], error: { code: 'x', message: 'y' } }), event({ recipientAccountId: '444455556666' }), event({ caller: { ...caller, userName: 'bob' } }),
    event({ caller: { ...caller, accessKeyId: 'AKIAOTHER' } }), event({ caller: { ...caller, type: 'Root' } }), event({ caller: { ...caller, accountId: '111122223333' } }),
    event({ resources: [{ arn: 'arn:aws:s3:::b', type: 'AWS::S3::Bucket' }] }), event({ webIdentity: { provider: 'p', audience: 'a', subject: 's' } }), madeUpEvent('an id without a time'),
  ];

  it('reads a line once for events that are alike', () => {
    const facets = new Facets();
    const [first] = alike.map((given) => facetsOf(facets, given));
    for (const given of alike) expect(facetsOf(facets, given)).toBe(first);
  });

  it('gives each event the facets that it has alone, whatever went before', () => {
    const facets = new Facets();
    for (const given of [...unlike, ...unlike.toReversed(), ...alike]) expect(facetsOf(facets, given)).toEqual(facetsOf(new Facets(), given));
    expect(new Set(unlike.map((given) => facetsOf(new Facets(), given).join(' '))).size).toBe(unlike.length);
  });

  it('remembers no more than its limit, and goes on', () => {
    const facets = new Facets();
    for (let i = 0; i <= 1_001; i += 1) {
      const given = event({ operation: `Operation${String(i)}` });
      expect(facetsOf(facets, given)).toContain(facetOf('000000000000', 'Management', { key: 'EventName', value: `Operation${String(i)}` }));
    }
  });
});
