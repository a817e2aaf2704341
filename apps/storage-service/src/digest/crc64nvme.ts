/**
 * CRC-64/NVME: width 64, polynomial 0xad93d23594c93659 (reflected 0x9a6c9329ac4bc9b5), input and output reflected, start and final xor all ones.
 *
 * JavaScript has no 64-bit integers that are fast, so the state is two 32-bit halves, and eight bytes are taken in one step through eight
 * tables ("slice by 8"): table k holds the effect of a byte that k further bytes follow.
 */

const POLYNOMIAL_HIGH = 0x9a6c9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;
const SLICES = 8;

/** The low and the high halves, table after table, 256 entries each. */
const [lows, highs] = tables();

/** Both halves of a running CRC, each a 32-bit integer. */
export class Crc64Nvme {
  #low = -1;
  #high = -1;

  update(bytes: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    const end = bytes.length;
    const whole = end - (end % SLICES);
    let index = 0;
    for (; index < whole; index += SLICES) {
      low ^= bytes[index]! | (bytes[index + 1]! << 8) | (bytes[index + 2]! << 16) | (bytes[index + 3]! << 24);
      high ^= bytes[index + 4]! | (bytes[index + 5]! << 8) | (bytes[index + 6]! << 16) | (bytes[index + 7]! << 24);
      const a = 1792 + (low & 255);
      const b = 1536 + ((low >>> 8) & 255);
      const c = 1280 + ((low >>> 16) & 255);
      const d = 1024 + (low >>> 24);
      const e = 768 + (high & 255);
      const f = 512 + ((high >>> 8) & 255);
      const g = 256 + ((high >>> 16) & 255);
      const h = high >>> 24;
      low = lows[a]! ^ lows[b]! ^ lows[c]! ^ lows[d]! ^ lows[e]! ^ lows[f]! ^ lows[g]! ^ lows[h]!;
      high = highs[a]! ^ highs[b]! ^ highs[c]! ^ highs[d]! ^ highs[e]! ^ highs[f]! ^ highs[g]! ^ highs[h]!;
    }
    for (; index < end; index += 1) {
      const entry = (low ^ bytes[index]!) & 255;
      low = ((low >>> 8) | (high << 24)) ^ lows[entry]!;
      high = (high >>> 8) ^ highs[entry]!;
    }
    this.#low = low;
    this.#high = high;
  }

  /** Eight bytes, big-endian. */
  digest(): Buffer {
    const value = Buffer.allocUnsafe(8);
    value.writeInt32BE(~this.#high, 0);
    value.writeInt32BE(~this.#low, 4);
    return value;
  }
}

function tables(): readonly [Int32Array, Int32Array] {
  const low = new Int32Array(SLICES * 256);
  const high = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let [l, h] = [byte, 0];
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry === 1) {
        l ^= POLYNOMIAL_LOW;
        h ^= POLYNOMIAL_HIGH;
      }
    }
    low[byte] = l;
    high[byte] = h;
  }
  for (let index = 256; index < low.length; index += 1) {
    const [l, h] = [low[index - 256]!, high[index - 256]!];
    low[index] = ((l >>> 8) | (h << 24)) ^ low[l & 255]!;
    high[index] = (h >>> 8) ^ high[l & 255]!;
  }
  return [low, high];
}
