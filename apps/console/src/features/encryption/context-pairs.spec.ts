import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import { CONTEXT_SIZE_MAX, contextHeader, contextMistakes, contextSize, editorMistakes } from './context-pairs.js';

interface ContextVector { why: string; pairs: [string, string][]; bytes?: string; refused?: string }
const rows = vectors<ContextVector>(join(import.meta.dirname, '../../../../../libs/context/vectors/context.json'));
const pairsOf = (pairs: readonly (readonly [string, string])[]): { key: string; value: string }[] => pairs.map(([key, value]) => ({ key, value }));
const sized = (size: number): { key: string; value: string }[] => [{ key: 'k', value: 'x'.repeat(size - 7) }];

describe('the rules of a context, as the services have them', () => {
  it.each(rows)('$why', ({ pairs, bytes, refused }) => {
    const mistakes = contextMistakes(pairsOf(pairs)).map(({ code }) => code);
    expect(mistakes).toEqual(refused === undefined ? [] : [refused]);
    if (bytes !== undefined) expect(contextSize(pairsOf(pairs))).toBe(bytes.length / 2);
  });

  it('let its size be the limit, and no byte more', () => {
    expect(contextMistakes(sized(CONTEXT_SIZE_MAX))).toEqual([]);
    expect(contextMistakes(sized(CONTEXT_SIZE_MAX + 1))).toEqual([expect.objectContaining({ code: 'too_large' })]);
    expect(contextMistakes([{ key: 'k', value: `${'x'.repeat(CONTEXT_SIZE_MAX - 8)}é` }])).toEqual([expect.objectContaining({ code: 'too_large' })]);
  });
});

describe('the editor of a context', () => {
  it('names the pair that is wrong', () => {
    expect(editorMistakes(pairsOf([['team', 'blue'], ['team', 'red'], ['aws:s3:arn', 'x'], ['', '']]))).toEqual([
      expect.objectContaining({ at: 1, code: 'duplicate_key' }),
      expect.objectContaining({ at: 2, code: 'reserved_key' }),
      expect.objectContaining({ at: 3, code: 'empty_key' }),
    ]);
  });

  it('takes what is in order', () => {
    expect(editorMistakes(pairsOf([['team', 'blue'], ['é', '']]))).toEqual([]);
  });
});

describe('the header of a context', () => {
  it('is base64 of UTF-8 JSON', () => {
    const header = contextHeader(pairsOf([['team', 'blå'], ['__proto__', '1']]));
    expect(Buffer.from(header ?? '', 'base64').toString()).toBe('{"team":"blå","__proto__":"1"}');
  });

  it('is none for no pairs', () => {
    expect(contextHeader([])).toBeUndefined();
  });
});
