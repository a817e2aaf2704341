import { KmsError } from '../src/errors/kms-error.js';

export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly keyArn: string | undefined;
}

/** What a KmsError says; anything else that is thrown, or nothing, fails the test. */
function saidBy(error: unknown): Refused {
  if (!(error instanceof KmsError)) throw new Error('not a KmsError', { cause: error });
  return { code: error.code, message: error.message, keyArn: error.keyArn };
}

/** How `attempt` is refused. */
export function refused(attempt: () => unknown): Refused {
  try {
    attempt();
  } catch (error) {
    return saidBy(error);
  }
  throw new Error('it was not refused');
}

/** How a call is refused. */
export async function refusedCall(call: Promise<unknown>): Promise<Refused> {
  try {
    await call;
  } catch (error) {
    return saidBy(error);
  }
  throw new Error('it was not refused');
}
