import { createLog, type Log } from './create-log.js';
import { FIELD_LENGTH_MAX, type LogFields } from './fields.js';

function logged(write: (log: Log) => void, level: 'info' | 'debug' = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog({ service: 'test-service', level, destination: { write: (line) => lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What a caller without types, or a cast, could pass. */
const hostile = (fields: object): LogFields => fields;

describe('createLog', () => {
  it('writes a line of JSON with the service, the level, the time and the allowed fields', () => {
    const [line] = logged((log) => { log.info('answered', { requestId: '4442587FB7D0A2F9', status: 200 }); });
    expect(line).toMatchObject({ level: 'info', service: 'test-service', msg: 'answered', requestId: '4442587FB7D0A2F9', status: 200 });
    expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each([
    ['a key', { plaintext: 'hidden' }],
    ['a context', { encryptionContext: { patient: 'hidden' } }],
    ['headers', { headers: { authorization: 'hidden' } }],
    ['a body', { body: Buffer.from('hidden') }],
    ['an object in an allowed field', { bucket: { toJSON: () => 'hidden' } }],
    ['a buffer in an allowed field', { requestId: Buffer.from('hidden') }],
    ['an inherited name', { __proto__: { body: 'hidden' }, constructor: 'hidden', toString: 'hidden' }],
    ['names of pino', { msg: 'hidden', pid: 'hidden', service: 'hidden', level: 'hidden', time: 'hidden' }],
  ])('does not write %s', (_, fields) => {
    const text = JSON.stringify(logged((log) => {
      log.info('answered', hostile(fields));
      log.child(hostile(fields)).error('failed', hostile(fields));
    }));
    expect(text).not.toContain('hidden');
    expect(text).not.toContain(Buffer.from('hidden').toJSON().data.join());
  });

  it('cuts a text that a caller may have chosen', () => {
    const [at, beyond] = logged((log) => {
      log.info('x', { bucket: 'b'.repeat(FIELD_LENGTH_MAX) });
      log.info('x', { bucket: 'b'.repeat(FIELD_LENGTH_MAX + 1) });
    });
    expect(at?.['bucket']).toHaveLength(FIELD_LENGTH_MAX);
    expect(beyond?.['bucket']).toHaveLength(FIELD_LENGTH_MAX);
  });

  it('keeps a newline inside its line', () => {
    const lines = logged((log) => { log.info('x', { bucket: 'a\n{"level":"error"}' }); });
    expect(lines).toHaveLength(1);
  });

  it('writes an error by its serializer, with no property of its own', () => {
    const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', request: { authorization: 'hidden' } });
    const [line] = logged((log) => { log.error('failed', { err: error }); });
    expect(line?.['err']).toMatchObject({ name: 'Error', code: 'ECONNREFUSED', message: 'refused' });
    expect(JSON.stringify(line)).not.toContain('hidden');
  });

  it('carries the fields of a child in every line', () => {
    const [line] = logged((log) => { log.child({ requestId: 'A' }).child({ operation: 'PutObject' }).warn('slow', { durationMs: 9 }); });
    expect(line).toMatchObject({ requestId: 'A', operation: 'PutObject', durationMs: 9, level: 'warn' });
  });

  it('leaves out what is below its level', () => {
    const write = (log: Log): void => { log.trace('a'); log.debug('b'); log.info('c'); };
    expect(logged(write).map(({ msg }) => msg)).toEqual(['c']);
    expect(logged(write, 'debug').map(({ msg }) => msg)).toEqual(['b', 'c']);
  });
});
