/**
 * Undoes what happens to text beyond ASCII on its way through headers.
 *
 * A writer may have sent raw UTF-8. Then Node reads each byte as a character of Latin-1. S3 answers such text in the form of RFC 2047
 * (`=?UTF-8?B?...?=`), and what decodes out of that is UTF-8 whose bytes were taken for characters and encoded once more. ASCII comes
 * through all of it unchanged; text that is no UTF-8 after all is given back as it came.
 */
export function decodedHeaderText(text: string): string {
  return utf8OfLatin1(withoutEncodedWords(text));
}

const ENCODED_WORD = /=\?utf-8\?([bq])\?([^?]*)\?=(\s+(?==\?))?/gi;

function withoutEncodedWords(text: string): string {
  return text.replace(ENCODED_WORD, (word, kind: string, encoded: string) => {
    const bytes = kind.toLowerCase() === 'b' ? latin1OfBase64(encoded) : latin1OfQuoted(encoded);
    return bytes === undefined ? word : utf8OfLatin1(bytes);
  });
}

function latin1OfBase64(encoded: string): string | undefined {
  try {
    return atob(encoded);
  } catch {
    return undefined;
  }
}

function latin1OfQuoted(encoded: string): string {
  return encoded.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function utf8OfLatin1(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  } catch {
    return text;
  }
}
