/**
 * The CRC of byte strings in a row, from the CRC and the length of each.
 *
 * A CRC is a remainder modulo a polynomial over GF(2); appending n bytes multiplies what came before by x^(8n). So
 * crc(AB) = crc(A) * x^(8 |B|) + crc(B): the inversions before and after cancel out. x^(8n) comes by squaring, in some 30 products for a part
 * of 5 MiB to 5 GiB. A product takes less than a microsecond, so that 10,000 parts of 10,000 sizes do not hold up the event loop.
 *
 * A polynomial of degree below 64 is two 32-bit halves, the top bit of `high` being the coefficient of x^0. One of degree below 32 lies
 * in `high` alone.
 */
interface Polynomial {
  readonly high: number;
  readonly low: number;
}

/** The modulus without its highest power, reflected, and the width in bits. */
const moduli = {
  CRC32: { width: 32, high: 0xedb88320, low: 0 },
  CRC32C: { width: 32, high: 0x82f63b78, low: 0 },
  CRC64NVME: { width: 64, high: 0x9a6c9329, low: 0xac4bc9b5 },
} as const satisfies Record<string, Polynomial & { readonly width: 32 | 64 }>;

type Modulus = (typeof moduli)[CrcAlgorithm];

export type CrcAlgorithm = keyof typeof moduli;

export function isCrcAlgorithm(name: string): name is CrcAlgorithm {
  return Object.hasOwn(moduli, name);
}

/** `crc` is big-endian, 4 or 8 bytes, as is the result. No parts: the CRC of nothing, which is zero. */
export function combineCrcs(algorithm: CrcAlgorithm, parts: Iterable<{ readonly crc: Buffer; readonly size: number }>): Buffer {
  const modulus = moduli[algorithm];
  const powers = new Map<number, Polynomial>();
  let whole: Polynomial = { high: 0, low: 0 };
  for (const { crc, size } of parts) {
    const power = powers.get(size) ?? powerOfX(modulus, size);
    powers.set(size, power);
    const shifted = multiply(modulus, whole, power);
    whole = { high: shifted.high ^ crc.readInt32BE(0), low: modulus.width === 32 ? 0 : shifted.low ^ crc.readInt32BE(4) };
  }
  const value = Buffer.allocUnsafe(8);
  value.writeInt32BE(whole.high | 0, 0);
  value.writeInt32BE(whole.low | 0, 4);
  return value.subarray(0, modulus.width / 8);
}

/** x^(8 length) modulo the polynomial. */
function powerOfX(modulus: Modulus, length: number): Polynomial {
  let result: Polynomial = { high: 1 << 31, low: 0 };
  let square: Polynomial = { high: 1 << 23, low: 0 };
  for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(modulus, result, square);
    square = multiply(modulus, square, square);
  }
  return result;
}

/** Long multiplication: `b` is multiplied by x in each step and added wherever `a` has a one. */
function multiply(modulus: Modulus, a: Polynomial, b: Polynomial): Polynomial {
  let [aHigh, aLow, bHigh, bLow] = [a.high, a.low, b.high, b.low];
  let [high, low] = [0, 0];
  for (let bit = 0; bit < modulus.width; bit += 1) {
    const mask = aHigh >> 31;
    high ^= bHigh & mask;
    low ^= bLow & mask;
    aHigh = (aHigh << 1) | (aLow >>> 31);
    aLow <<= 1;
    const carry = -((modulus.width === 32 ? bHigh : bLow) & 1);
    bLow = modulus.width === 32 ? 0 : ((bLow >>> 1) | (bHigh << 31)) ^ (modulus.low & carry);
    bHigh = (bHigh >>> 1) ^ (modulus.high & carry);
  }
  return { high, low };
}
