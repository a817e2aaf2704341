/** An error as the log shows it. */
export interface SerializedError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: SerializedError;
}

/** How many causes are followed; a ring of causes ends here. */
export const CAUSE_DEPTH_MAX = 8;
const TEXT_LENGTH_MAX = 8_192;

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, TEXT_LENGTH_MAX) : '';
}

/**
 * Name, code, message, stack and the chain of causes; no other property, because libraries hang requests, responses and credentials on
 * their errors. What is not an error is told by its type only. The stack is given without the message that V8 puts on top of it.
 */
export function serializeError(error: unknown, depth = 1): SerializedError {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: `a value of type ${error === null ? 'null' : typeof error} was thrown` };
  const { code } = error as { code?: unknown };
  return {
    name: text(error.name),
    ...(typeof code === 'string' || typeof code === 'number' ? { code: text(String(code)) } : {}),
    message: text(error.message),
    stack: text(error.stack),
    ...(error.cause === undefined || depth >= CAUSE_DEPTH_MAX ? {} : { cause: serializeError(error.cause, depth + 1) }),
  };
}
