import { count } from '../../format/format.js';

/** KMS takes so much: https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html */
const DESCRIPTION_LENGTH_MAX = 8_192;

export function descriptionMistake(text: string): string | undefined {
  return text.length > DESCRIPTION_LENGTH_MAX ? `Use at most ${count(DESCRIPTION_LENGTH_MAX, 'character')}.` : undefined;
}
