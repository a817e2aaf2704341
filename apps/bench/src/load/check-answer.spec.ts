import { checkAnswer } from './check-answer.js';

const answer = { status: 200, bodyBytes: 4096, text: '' };

describe('checkAnswer', () => {
  it.each([200, 204, 206])('lets %i pass', (status) => {
    expect(() => {
      checkAnswer({ ...answer, status }, '/a', 4096);
    }).not.toThrow();
  });

  it.each([199, 304, 403, 503])('shows the body of a %i', (status) => {
    expect(() => {
      checkAnswer({ status, bodyBytes: 8, text: '<Error/>' }, '/bench/a', undefined);
    }).toThrow(`/bench/a was answered ${String(status)}: <Error/>`);
  });

  it('refuses a body of another length', () => {
    expect(() => {
      checkAnswer(answer, '/a', 4095);
    }).toThrow('4096 bytes instead of 4095');
  });

  it('takes any length where none is expected', () => {
    expect(() => {
      checkAnswer(answer, '/a', undefined);
    }).not.toThrow();
  });
});
