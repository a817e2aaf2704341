/** What each of AWS's clients is tried with: one case for each thing that it can write, and one for each that it should read. */

const KIB = 1_024;
const MIB = KIB * KIB;
const ALL_WRAPS = ['kms+context', 'AES/GCM', 'RSA-OAEP-SHA1'];
const CONTEXTS = { none: {}, ascii: { team: 'blue' }, 'non-ascii': { équipe: 'bleu ☂ 𝄞' } };
const BOTH = ['object', 'instruction file'];

export const peers = {
  java: { name: 'Java', version: '4.0.1', formats: ['V2', 'V3'], wraps: ALL_WRAPS, writes: BOTH, reads: BOTH, multipart: true },
  python: { name: 'Python', version: '4.0.0', formats: ['V2', 'V3'], wraps: ['kms+context'], writes: ['object'], reads: BOTH, multipart: true, contexts: ['none', 'ascii'] },
  ruby: { name: 'Ruby', version: '1.117.2', formats: ['V2'], wraps: ALL_WRAPS, writes: BOTH, reads: BOTH, multipart: false, legacy: true },
};

const SIZES = [0, 1, 15, 16, 17, 20 * MIB];

/** Every combination, in both directions. `op` is what the other client does. */
export function cases(peer) {
  const found = [];
  for (const op of ['put', 'get']) {
    for (const format of peer.formats) for (const wrap of peer.wraps) for (const place of op === 'put' ? peer.writes : peer.reads) {
      // Python's client refuses contexts beyond ASCII before it asks anybody.
      const contexts = wrap === 'kms+context' ? Object.entries(CONTEXTS).filter(([name]) => peer.contexts?.includes(name) ?? true) : [['none', {}]];
      for (const [contextName, context] of contexts) {
        for (const size of SIZES) found.push({ op, format, wrap, place, contextName, context, size, upload: 'single', legacy: false });
        if (peer.multipart || op === 'get') found.push({ op, format, wrap, place, contextName, context, size: 20 * MIB, upload: 'multipart', legacy: false });
      }
    }
  }
  if (peer.legacy) found.push(...legacyCases());
  return found;
}

/** What the first generation wrote, and we read by switch only. */
function legacyCases() {
  return ['kms', 'AES', 'RSA'].flatMap((wrap) => BOTH.flatMap((place) => [0, 1, 15, 16, 17].map((size) => (
    { op: 'put', format: wrap === 'kms' ? 'V2 CBC' : 'V1', wrap, place, contextName: 'none', context: {}, size, upload: 'single', legacy: true }
  ))));
}

/** Kept as fixtures: every small size without a context, and one size with each. */
export function isKept({ op, size, contextName }) {
  return op === 'put' && size <= 17 && (contextName === 'none' || size === 17);
}
