import { parseVersionId, isNamed, printMarkerId, printVersionId } from './version-id.js';

const id = Buffer.alloc(16, 0xfb);
const version = Buffer.alloc(16, 1);

describe('version ids', () => {
  it.each([
    ['of what one request put', { id, hasId: true, version }, '-_v7-_v7-_v7-_v7-_v7-wEBAQEBAQEBAQEBAQEBAQE'],
    ['of an upload', { id, hasId: true, version: Buffer.alloc(32, 'u') }, '-_v7-_v7-_v7-_v7-_v7-3V1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1'],
    ['of the null version', { id, hasId: false, version }, 'null'],
  ])('%s are text that a URL need not escape, and read back', (_, value, text) => {
    expect(printVersionId(value)).toBe(text);
    expect(parseVersionId(text)).toEqual(text === 'null' ? 'null' : { id: value.id, version: value.version });
  });

  it('of a delete marker hold nothing but its place', () => {
    expect(printMarkerId({ id, hasId: true })).toBe('-_v7-_v7-_v7-_v7-_v7-w');
    expect(printMarkerId({ id, hasId: false })).toBe('null');
  });

  it.each(['Null', 'abc', '-_v7-_v7-_v7-_v7-_v7-x', '-_v7-_v7-_v7-_v7-_v7-w==', '+/v7+/v7+/v7+/v7+/v7+w', 'A'.repeat(30), 'A'.repeat(86), 'A'.repeat(5_000), 'é'.repeat(22)])('%s is none', (text) => {
    expect(() => parseVersionId(text)).toThrow(expect.objectContaining({ code: 'InvalidArgument', message: 'Invalid version id specified', details: { ArgumentName: 'versionId', ArgumentValue: text } }));
  });

  it('name only what they were given for', () => {
    const asked = { id, version };
    const found = { id, hasId: true };
    expect(isNamed(asked, found, version)).toBe(true);
    expect(isNamed(asked, found, Buffer.alloc(16, 2))).toBe(false);
    expect(isNamed(asked, found, undefined)).toBe(false);
    expect(isNamed(asked, { id, hasId: false }, version)).toBe(false);
    expect(isNamed({ id, version: Buffer.alloc(0) }, found, undefined)).toBe(true);
    expect(isNamed({ id, version: Buffer.alloc(0) }, found, version)).toBe(false);
    expect(isNamed('null', { id, hasId: false }, version)).toBe(true);
    expect(isNamed('null', found, version)).toBe(false);
  });
});
