import { byHour } from './hours.js';

const now = new Date('2026-01-02T12:30:00Z');
const at = (time: string, refusal?: object) => ({ time: new Date(time), ...(refusal && { refusal }) });

describe('byHour', () => {
  it('has every hour, the current one last', () => {
    const hours = byHour([], 3, now);
    expect(hours.map(({ start }) => start.toISOString())).toEqual(['2026-01-02T10:00:00.000Z', '2026-01-02T11:00:00.000Z', '2026-01-02T12:00:00.000Z']);
  });

  it('counts by outcome, and nothing from before or after', () => {
    const hours = byHour([at('2026-01-02T12:00:00Z'), at('2026-01-02T12:29:59Z', {}), at('2026-01-02T10:00:00Z'), at('2026-01-02T09:59:59Z'), at('2026-01-02T13:00:00Z')], 3, now);
    expect(hours.map(({ allowed, refused }) => [allowed, refused])).toEqual([[1, 0], [0, 0], [1, 1]]);
  });
});
