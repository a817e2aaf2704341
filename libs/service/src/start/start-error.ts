/**
 * Something that stops the start and that the operator can mend. The message is one line (or one for each mistake) that begins with the
 * name of the setting to look at. Nothing was touched when it is thrown.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
