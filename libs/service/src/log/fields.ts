/**
 * What a log line may say beside its message. A field that is not here is not logged, so a key, a context value, an authorization header
 * or a body is absent until someone adds it, which a reviewer will see.
 */
export interface LogFields {
  readonly requestId?: string | undefined;
  /** S3's or KMS's name of the operation. */
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly bucket?: string | undefined;
  readonly keyArn?: string | undefined;
  readonly principalArn?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly bytes?: number | undefined;
  readonly count?: number | undefined;
  readonly attempt?: number | undefined;
  /** A name of ours: of a door, an engine, a check, something that is being closed. */
  readonly part?: string | undefined;
  readonly setting?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly file?: string | undefined;
  readonly signal?: string | undefined;
  /** What somebody is to mend, in words of ours: a mistake with its place, never a value out of a document. */
  readonly fault?: string | undefined;
  readonly accounts?: number | undefined;
  readonly users?: number | undefined;
  readonly roles?: number | undefined;
  /** Anything that was thrown. */
  readonly err?: unknown;
}

const allowed: Readonly<Record<keyof LogFields, true>> = {
  requestId: true, operation: true, method: true, status: true, code: true, bucket: true, keyArn: true, principalArn: true, accessKeyId: true,
  sourceIp: true, durationMs: true, bytes: true, count: true, attempt: true, part: true, setting: true, host: true, port: true, file: true,
  signal: true, fault: true, accounts: true, users: true, roles: true, err: true,
};

/** A longer text is cut: a caller chooses some of these. */
export const FIELD_LENGTH_MAX = 1_024;

/** Only text, numbers and booleans; an object in an allowed field could carry anything. */
function plain(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return value.slice(0, FIELD_LENGTH_MAX);
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** The allowed fields of an object, however it came to have others. `err` is passed on for the error serializer. */
export function allowedFields(fields: object): Record<string, unknown> {
  const picked = Object.entries(fields).filter(([name]) => Object.hasOwn(allowed, name));
  return Object.fromEntries(picked.map(([name, value]) => [name, name === 'err' ? value : plain(value)]));
}
