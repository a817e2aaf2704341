import { EventIds, timeOfEventId } from './event-id.js';

describe('EventIds', () => {
  it('makes UUIDs of version 7, each another, which tell their time', () => {
    const ids = new EventIds();
    const time = new Date('2026-01-02T03:04:05.678Z');
    const made = Array.from({ length: 2000 }, () => ids.next(time));
    expect(new Set(made).size).toBe(2000);
    for (const id of made) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(timeOfEventId(id)).toEqual(time);
    }
  });

  it.each(['', 'e', 'b1c2d3e4-0000-4000-8000-000000000000', '019b7cc2-edae-8000-8000-000000000000'])('reads no time out of %j', (id) => {
    expect(timeOfEventId(id)).toBeUndefined();
  });
});
