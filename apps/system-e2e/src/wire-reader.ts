/** The fields of one protobuf message, by number, in order: text and messages as bytes, fixed-length ones as bytes, varints as numbers. */
export type WireFields = ReadonlyMap<number, readonly (Buffer | number)[]>;

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];

/** Reads protobuf's wire format, as far as OTLP needs it. https://protobuf.dev/programming-guides/encoding/ */
export function wireFields(bytes: Buffer): WireFields {
  const fields = new Map<number, (Buffer | number)[]>();
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 0x80) return value;
    }
  };
  const taken = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = varint();
    const [number, kind] = [Math.floor(tag / 8), tag % 8];
    if (![VARINT, FIXED64, BYTES, FIXED32].includes(kind)) throw new Error(`protobuf has no wire type ${String(kind)} that is expected here`);
    const value = kind === VARINT ? varint() : taken(kind === BYTES ? varint() : kind === FIXED64 ? 8 : 4);
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

/** The messages in a repeated field. */
export function messagesIn(fields: WireFields, number: number): readonly WireFields[] {
  return (fields.get(number) ?? []).map((value) => wireFields(value as Buffer));
}

export function bytesIn(fields: WireFields, number: number): Buffer {
  const value = fields.get(number)?.at(-1);
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

export function numberIn(fields: WireFields, number: number): number {
  const value = fields.get(number)?.at(-1);
  return typeof value === 'number' ? value : 0;
}
