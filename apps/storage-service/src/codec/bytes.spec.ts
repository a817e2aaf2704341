import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

describe('ByteWriter and ByteReader', () => {
  it('give back what was written, in order', () => {
    const bytes = new ByteWriter()
      .u8(255).u16(65_535).u32(4_294_967_295).u48(2 ** 48 - 1)
      .text('é\u{10000}').bytes(Buffer.from([1, 2])).fixed(Buffer.from([3]))
      .pairs(new Map([['a', '1'], ['', '']]))
      .done();
    const reader = new ByteReader(bytes, 'test');
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u48()]).toEqual([255, 65_535, 4_294_967_295, 2 ** 48 - 1]);
    expect(reader.text()).toBe('é\u{10000}');
    expect([...reader.bytes(), ...reader.fixed(1)]).toEqual([1, 2, 3]);
    expect([...reader.pairs()]).toEqual([['a', '1'], ['', '']]);
    expect(() => { reader.end(); }).not.toThrow();
  });

  it('grow past the first allocation without losing a byte', () => {
    const writer = new ByteWriter();
    for (let index = 0; index < 10_000; index += 1) writer.u16(index);
    const reader = new ByteReader(writer.done(), 'test');
    for (let index = 0; index < 10_000; index += 1) expect(reader.u16()).toBe(index);
  });

  it('frame a text that fills its room exactly', () => {
    const text = '\uffff'.repeat(21_845);
    expect(new ByteReader(new ByteWriter().text(text).done(), 'test').text()).toBe(text);
  });

  it.each([-1, 2 ** 48, 1.5, Number.NaN])('refuse %p as a 48-bit number', (value) => {
    expect(() => new ByteWriter().u48(value)).toThrow(RangeError);
  });

  it('refuse a text longer than its length field', () => {
    expect(() => new ByteWriter().text('x'.repeat(65_536))).toThrow(RangeError);
  });

  const cuts: [string, (reader: ByteReader) => unknown][] = [
    ['a number', (reader) => reader.u48()],
    ['a text', (reader) => reader.text()],
    ['framed bytes', (reader) => reader.bytes()],
    ['pairs', (reader) => reader.pairs()],
  ];
  it.each(cuts)('call %s that is cut short damage', (_, read) => {
    expect(() => read(new ByteReader(Buffer.from([0, 9, 1]), 'test'))).toThrow(expect.objectContaining({ code: 'InternalError' }));
  });

  it('call bytes after the end, and a name that comes twice, damage', () => {
    expect(() => { new ByteReader(Buffer.from([1]), 'test').end(); }).toThrow(expect.objectContaining({ code: 'InternalError' }));
    const twice = new ByteWriter().u16(2).text('a').text('1').text('a').text('2').done();
    expect(() => new ByteReader(twice, 'test').pairs()).toThrow(expect.objectContaining({ code: 'InternalError' }));
  });
});
