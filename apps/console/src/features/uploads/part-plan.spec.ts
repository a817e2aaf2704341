import { OBJECT_SIZE_MAX, PART_SIZE, PART_SIZE_MIN, PARTS_MAX, partPlan } from './part-plan.js';

describe('the plan of parts', () => {
  it.each([0, 1, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 1024 ** 3, PART_SIZE * PARTS_MAX, PART_SIZE * PARTS_MAX + 1, OBJECT_SIZE_MAX - 1, OBJECT_SIZE_MAX])('covers %i bytes once, within the limits', (size) => {
    const plan = partPlan(size);
    expect(plan.length).toBeLessThanOrEqual(PARTS_MAX);
    expect(plan.map(({ number }) => number)).toEqual(plan.map((_, at) => at + 1));
    expect([plan.at(0)?.start, plan.at(-1)?.end]).toEqual([0, size]);
    plan.slice(1).forEach(({ start }, at) => { if (plan[at]?.end !== start) throw new Error(`a gap before part ${at + 2}`); });
    for (const { start, end } of plan.slice(0, -1)) if (end - start < PART_SIZE_MIN) throw new Error('a part is too small');
  });

  it('refuses what no object can hold', () => {
    expect(() => partPlan(OBJECT_SIZE_MAX + 1)).toThrow(RangeError);
  });
});
