import { AccessRevision } from './access-revision.js';

it('is another one after a change, and in another run', () => {
  const [one, other] = [new AccessRevision(), new AccessRevision()];
  const before = one.toString();
  expect(other.toString()).not.toBe(before);
  expect(one.toString()).toBe(before);
  one.changed();
  expect(one.toString()).not.toBe(before);
});
