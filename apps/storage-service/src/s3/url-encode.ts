const SAFE = /^[A-Za-z0-9\-_.*/]*$/;

/**
 * Text in a listing with `encoding-type=url`: percent-encoded, slashes kept. A space is `%20` and not `+`, because every client's decoder
 * reads the one and some do not read the other.
 */
export function urlEncode(text: string): string {
  if (SAFE.test(text)) return text;
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
