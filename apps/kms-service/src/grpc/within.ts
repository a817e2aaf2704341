import { KmsError } from '../errors/kms-error.js';

/** The result, if it comes in time. One that comes later is given to `discard`, because nobody else will clear the keys that it holds. */
export async function within<T>(deadlineMs: number, work: Promise<T>, discard: (late: T) => void): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    work.then(discard, () => undefined);
    reject(new KmsError('DependencyTimeoutException', `The key service did not finish within ${String(deadlineMs)} ms.`));
  }, deadlineMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
