/** Every code that the trail answers, by CloudTrail's names. */
export type TrailErrorCode =
  | 'AccessDeniedException'
  | 'InternalFailure' // Ours, not the caller's. The cause is logged and never sent.
  | 'InvalidEventCategoryException'
  | 'InvalidLookupAttributesException'
  | 'InvalidMaxResultsException'
  | 'InvalidNextTokenException'
  | 'InvalidTimeRangeException'
  | 'UnsupportedOperationException';

/** What the API reference says of each, which is what clients are told. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const MESSAGES = {
  InvalidEventCategoryException: 'Occurs if an event category that is not valid is specified as a value of EventCategory.',
  InvalidLookupAttributesException: 'Occurs when a lookup attribute is specified that is not valid.',
  InvalidMaxResultsException: 'This exception is thrown if the limit specified is not valid.',
  InvalidNextTokenException: 'A token that is not valid, or a token that was previously used in a request with different parameters. This exception is thrown if the token is not valid.',
  InvalidTimeRangeException:
    'Occurs if the timestamp values are not valid. Either the start time occurs after the end time, or the time range is outside the range of possible values.',
} as const satisfies Partial<Record<TrailErrorCode, string>>;

/** The one error of the trail's operations. The message is sent to the caller. */
export class TrailError extends Error {
  override readonly name = 'TrailError';

  constructor(readonly code: TrailErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
  }

  /** A refusal in CloudTrail's own words. */
  static of(code: keyof typeof MESSAGES): TrailError {
    return new TrailError(code, MESSAGES[code]);
  }
}

/** Whatever was thrown, as callers may know it. */
export function toTrailError(error: unknown): TrailError {
  return error instanceof TrailError ? error : new TrailError('InternalFailure', 'An internal error occurred.', { cause: error });
}
