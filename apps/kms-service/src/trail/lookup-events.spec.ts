import { EventIds, LmdbAuditLog } from '@coffer/audit';
import { tempDir, testCaller } from '@coffer/testing';
import { lookupEvents, RESULTS_MAX, type LookupEventsRequest, type LookupEventsResponse } from './lookup-events.js';
import type { TrailBacking } from './trail-backing.js';

const ACCOUNT = '000000000000';
const NOTHING: LookupEventsRequest = { attributes: [], startTime: undefined, endTime: undefined, eventCategory: undefined, maxResults: undefined, nextToken: undefined };
const caller = testCaller('alice');

describe('lookupEvents', () => {
  const eventIds = new EventIds();
  const now = (): Date => new Date();
  let log: LmdbAuditLog;
  const lookup = (request: Partial<LookupEventsRequest> = {}, who = caller): Promise<LookupEventsResponse> =>
    lookupEvents({ log, eventIds, now, region: 'us-east-1' } as TrailBacking, who, { ...NOTHING, ...request });
  const record = (operation: string, who = caller): Promise<void> => log.append([
    { eventId: eventIds.next(now()), time: now(), source: 'kms.amazonaws.com', operation, readOnly: true, caller: who, requestId: 'r', parameters: {}, keyArns: [`arn:aws:kms:us-east-1:${ACCOUNT}:key/k`] },
  ]);

  beforeEach(() => {
    log = LmdbAuditLog.open(tempDir(), { accountId: ACCOUNT, region: 'us-east-1' });
  });

  afterEach(() => log.close());

  it('tells an event as CloudTrail does', async () => {
    await record('Decrypt');
    const { Events: [event] } = await lookup();
    expect(event).toMatchObject({
      EventName: 'Decrypt', EventSource: 'kms.amazonaws.com', ReadOnly: 'true', Username: 'alice', AccessKeyId: 'AKIAALICE',
      Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: `arn:aws:kms:us-east-1:${ACCOUNT}:key/k` }],
    });
    expect(event?.EventTime).toBeGreaterThan(Date.now() / 1000 - 60);
    expect(JSON.parse(event?.CloudTrailEvent ?? '')).toMatchObject({ eventID: event?.EventId, eventName: 'Decrypt' });
  });

  it('gives pages of any size, every event once', async () => {
    for (let i = 0; i < 7; i += 1) await record(`Operation${String(i)}`);
    for (const maxResults of [1, 2, 3, 6, 7, 8, RESULTS_MAX]) {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const { Events, NextToken } = await lookup({ maxResults, nextToken });
        expect(Events.length).toBeLessThanOrEqual(maxResults);
        names.push(...Events.map(({ EventName }) => EventName));
        nextToken = NextToken;
      } while (nextToken !== undefined);
      expect(names).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `Operation${String(i)}`));
    }
  });

  it('gives 50 events and not one more', async () => {
    for (let i = 0; i < RESULTS_MAX + 1; i += 1) await record('Decrypt');
    const { Events, NextToken } = await lookup();
    expect([Events.length, NextToken]).toEqual([RESULTS_MAX, expect.any(String)]);
    expect((await lookup({ nextToken: NextToken })).Events).toHaveLength(1);
  });

  it("shows nobody another account's events", async () => {
    await record('Decrypt');
    expect((await lookup({}, { ...caller, accountId: '111122223333' })).Events).toEqual([]);
  });

  it('has no insight events', async () => {
    await record('Decrypt');
    expect(await lookup({ eventCategory: 'insight' })).toEqual({ Events: [] });
  });

  it.each<[string, Partial<LookupEventsRequest>, string]>([
    ['no results', { maxResults: 0 }, 'InvalidMaxResultsException'],
    ['51 results', { maxResults: 51 }, 'InvalidMaxResultsException'],
    ['two attributes', { attributes: [{ key: 'EventName', value: 'a' }, { key: 'EventName', value: 'b' }] }, 'InvalidLookupAttributesException'],
    ['an unknown attribute', { attributes: [{ key: 'Colour', value: 'a' }] }, 'InvalidLookupAttributesException'],
    ['an attribute without a value', { attributes: [{ key: 'EventName', value: undefined }] }, 'InvalidLookupAttributesException'],
    ['a value of 2001 characters', { attributes: [{ key: 'EventName', value: 'x'.repeat(2_001) }] }, 'InvalidLookupAttributesException'],
    ['an end before the start', { startTime: new Date(2), endTime: new Date(1) }, 'InvalidTimeRangeException'],
    ['a time that is none', { startTime: new Date(NaN) }, 'InvalidTimeRangeException'],
    ['a time before all times', { startTime: new Date(-1) }, 'InvalidTimeRangeException'],
    ['a made-up token', { nextToken: 'x' }, 'InvalidNextTokenException'],
    ['another category', { eventCategory: 'data' }, 'InvalidEventCategoryException'],
  ])('refuses %s', async (_, request, code) => {
    await expect(lookup(request)).rejects.toMatchObject({ code });
  });

  it('takes a value of 2000 characters', async () => {
    expect(await lookup({ attributes: [{ key: 'EventName', value: 'x'.repeat(2_000) }] })).toEqual({ Events: [] });
  });
});
