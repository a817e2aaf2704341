import { DigestKey, type DigestProgress, type DigestProgressStore } from '@coffer/audit';
import type { SealedRows } from '../keys/sealed-rows.js';
import type { KeyStore } from '../store/key-store.js';

const KEY_ROW = 'audit-signing-key';
const PROGRESS_ROW = 'audit-digest';

/** The sealed rows that digests need: the private key that signs them, and how far the export has come. */
export class DigestRecords implements DigestProgressStore {
  readonly #store: KeyStore;
  readonly #rows: SealedRows;

  constructor(store: KeyStore, rows: SealedRows) {
    this.#store = store;
    this.#rows = rows;
  }

  /** The key that signs digests, made when it is first asked for. */
  async signingKey(): Promise<DigestKey> {
    const kept = await this.#store.get('meta', KEY_ROW);
    const pkcs8 = kept === undefined ? DigestKey.generate() : this.#rows.open('meta', KEY_ROW, kept);
    try {
      if (kept === undefined && !(await this.#store.commit([this.#rows.change('meta', KEY_ROW, null, pkcs8)]))) return await this.signingKey();
      return new DigestKey(pkcs8);
    } finally {
      pkcs8.fill(0);
    }
  }

  async load(): Promise<DigestProgress | undefined> {
    const kept = await this.#store.get('meta', PROGRESS_ROW);
    return kept && (JSON.parse(this.#rows.open('meta', PROGRESS_ROW, kept).toString()) as DigestProgress);
  }

  /** Of two processes that export at once, the later writer's progress stands: they write the same digests. */
  async save(progress: DigestProgress): Promise<void> {
    const kept = (await this.#store.get('meta', PROGRESS_ROW)) ?? null;
    await this.#store.commit([this.#rows.change('meta', PROGRESS_ROW, kept, Buffer.from(JSON.stringify(progress)))]);
  }
}
