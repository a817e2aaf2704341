import type { Answer } from '../http1/response-reader.js';

/** Throws unless the answer is a success of the expected length: a fast refusal must never count as speed. */
export function checkAnswer(answer: Answer, target: string, answerBytes: number | undefined): void {
  if (answer.status < 200 || answer.status > 299) throw new Error(`${target} was answered ${String(answer.status)}: ${answer.text}`);
  if (answerBytes !== undefined && answer.bodyBytes !== answerBytes) {
    throw new Error(`${target} was answered with ${String(answer.bodyBytes)} bytes instead of ${String(answerBytes)}`);
  }
}
