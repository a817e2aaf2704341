import { sealingMicros } from './sealing.js';

describe('sealingMicros', () => {
  it.each(sealingMicros())('$name can be done again and again', ({ operation }) => {
    expect(() => {
      operation();
      operation();
    }).not.toThrow();
  });
});
