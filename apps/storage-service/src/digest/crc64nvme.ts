/**
 * CRC-64/NVME: width 64, polynomial 0xad93d23594c93659 (reflected 0x9a6c9329ac4bc9b5), input and output reflected, start and final xor all ones.
 *
 * JavaScript has no fast 64-bit integers, so the state is two 32-bit halves, and eight bytes are taken in one step through eight tables
 * ("slice by 8"): table k holds the effect of a byte that k further bytes follow. Words are read through an Int32Array, which starts at a
 * multiple of four bytes; what stands before and after goes byte by byte, as everything does on a machine that stores the high byte first.
 * Every table index is masked to 0-255, so `?? 0` never applies; it costs nothing measurable and spares the reader an assertion.
 */

const POLYNOMIAL_HIGH = 0x9a6c9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;
const SLICES = 8;
const LOW_BYTE_FIRST = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** The effect of each byte on one half of the state. */
type Table = Int32Array;
type Tables = readonly [Table, Table, Table, Table, Table, Table, Table, Table];

const { lows, highs } = tables();
const [l0, l1, l2, l3, l4, l5, l6, l7] = lows;
const [h0, h1, h2, h3, h4, h5, h6, h7] = highs;

export class Crc64Nvme {
  #low = -1;
  #high = -1;

  update(bytes: Uint8Array): void {
    const head = LOW_BYTE_FIRST ? Math.min(-bytes.byteOffset & 3, bytes.length) : bytes.length;
    const steps = (bytes.length - head) >>> 3;
    this.#bytewise(bytes, 0, head);
    if (steps > 0) this.#wordwise(new Int32Array(bytes.buffer, bytes.byteOffset + head, steps * 2));
    this.#bytewise(bytes, head + steps * SLICES, bytes.length);
  }

  /** Eight bytes, big-endian. */
  digest(): Buffer {
    const value = Buffer.allocUnsafe(8);
    value.writeInt32BE(~this.#high, 0);
    value.writeInt32BE(~this.#low, 4);
    return value;
  }

  #wordwise(words: Int32Array): void {
    let low = this.#low;
    let high = this.#high;
    for (let index = 0; index < words.length; index += 2) {
      low ^= words[index] ?? 0;
      high ^= words[index + 1] ?? 0;
      const a = low & 255;
      const b = (low >>> 8) & 255;
      const c = (low >>> 16) & 255;
      const d = low >>> 24;
      const e = high & 255;
      const f = (high >>> 8) & 255;
      const g = (high >>> 16) & 255;
      const h = high >>> 24;
      low = (l7[a] ?? 0) ^ (l6[b] ?? 0) ^ (l5[c] ?? 0) ^ (l4[d] ?? 0) ^ (l3[e] ?? 0) ^ (l2[f] ?? 0) ^ (l1[g] ?? 0) ^ (l0[h] ?? 0);
      high = (h7[a] ?? 0) ^ (h6[b] ?? 0) ^ (h5[c] ?? 0) ^ (h4[d] ?? 0) ^ (h3[e] ?? 0) ^ (h2[f] ?? 0) ^ (h1[g] ?? 0) ^ (h0[h] ?? 0);
    }
    this.#low = low;
    this.#high = high;
  }

  #bytewise(bytes: Uint8Array, start: number, end: number): void {
    for (let index = start; index < end; index += 1) {
      const entry = (this.#low ^ (bytes[index] ?? 0)) & 255;
      this.#low = ((this.#low >>> 8) | (this.#high << 24)) ^ (l0[entry] ?? 0);
      this.#high = (this.#high >>> 8) ^ (h0[entry] ?? 0);
    }
  }
}

function tables(): { readonly lows: Tables; readonly highs: Tables } {
  const lows: Tables = [table(), table(), table(), table(), table(), table(), table(), table()];
  const highs: Tables = [table(), table(), table(), table(), table(), table(), table(), table()];
  for (let byte = 0; byte < 256; byte += 1) {
    let [low, high] = shiftedOut(byte);
    for (let slice = 0; slice < SLICES; slice += 1) {
      lows[slice]?.fill(low, byte, byte + 1);
      highs[slice]?.fill(high, byte, byte + 1);
      const [effectLow, effectHigh] = shiftedOut(low & 255);
      [low, high] = [((low >>> 8) | (high << 24)) ^ effectLow, (high >>> 8) ^ effectHigh];
    }
  }
  return { lows, highs };
}

function table(): Table {
  return new Int32Array(256);
}

/** What the state becomes by one byte, bit by bit. */
function shiftedOut(byte: number): [number, number] {
  let [low, high] = [byte, 0];
  for (let bit = 0; bit < 8; bit += 1) {
    const carry = -(low & 1);
    low = ((low >>> 1) | (high << 31)) ^ (POLYNOMIAL_LOW & carry);
    high = (high >>> 1) ^ (POLYNOMIAL_HIGH & carry);
  }
  return [low, high];
}
