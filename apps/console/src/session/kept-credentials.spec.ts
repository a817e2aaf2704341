import { forgetCredentials, keepCredentials, keptCredentials } from './kept-credentials.js';

class MemoryStorage implements Storage {
  readonly #kept = new Map<string, string>();
  get length(): number { return this.#kept.size; }
  clear(): void { this.#kept.clear(); }
  getItem(name: string): string | null { return this.#kept.get(name) ?? null; }
  key(at: number): string | null { return [...this.#kept.keys()][at] ?? null; }
  removeItem(name: string): void { this.#kept.delete(name); }
  setItem(name: string, value: string): void { this.#kept.set(name, value); }
}

describe('kept credentials', () => {
  const storage = new MemoryStorage();
  afterEach(() => { storage.clear(); });

  it.each([[{ accessKeyId: 'A', secretAccessKey: 'b' }], [{ accessKeyId: 'A', secretAccessKey: 'b', sessionToken: 'c' }]])('come back: %p', (credentials) => {
    keepCredentials(storage, credentials);
    expect(keptCredentials(storage)).toEqual(credentials);
  });

  it('are gone when they are forgotten, with nothing left', () => {
    keepCredentials(storage, { accessKeyId: 'A', secretAccessKey: 'b' });
    forgetCredentials(storage);
    expect(keptCredentials(storage)).toBeUndefined();
    expect(storage.length).toBe(0);
  });

  it.each(['', '{', '{}', 'null', '{"accessKeyId":1,"secretAccessKey":"b"}'])('that are none are taken away: %p', (text) => {
    storage.setItem('coffer.credentials', text);
    expect(keptCredentials(storage)).toBeUndefined();
    expect(storage.length).toBe(0);
  });
});
