import { randomBytes } from 'node:crypto';
import { Secret } from '@coffer/crypto';
import type { Material } from './key.js';
import type { RootKey } from './root-key.js';

/** Unwrapped materials that are kept, 32 bytes each. */
export const MATERIALS_MAX = 1000;

/** What the cache tells the metrics; `refused`: what is kept does not open. */
export type CacheEvent = 'hit' | 'miss' | 'refused';

/**
 * Key material, unwrapped when it is needed and kept, bounded, for the next time. What is put out, least lately used first, is zeroed.
 *
 * Material is lent to a function that ends before it can be put out, and never given away.
 */
export class Materials {
  readonly #rootKey: RootKey;
  readonly #limit: number;
  readonly #onLookup: (event: CacheEvent) => void;
  /** By key and material id, the latest used last. */
  readonly #kept = new Map<string, Secret>();

  constructor(rootKey: RootKey, onLookup: (event: CacheEvent) => void = () => undefined, limit = MATERIALS_MAX) {
    this.#rootKey = rootKey;
    this.#onLookup = onLookup;
    this.#limit = limit;
  }

  /** Fresh random material for a key, wrapped. */
  async create(keyId: string): Promise<Material> {
    using material = Secret.random();
    const id = randomBytes(32).toString('hex');
    return { id, wrapped: await this.#rootKey.wrap({ keyId, materialId: id }, material) };
  }

  /** Runs `use` with a key's material. `use` is synchronous, so the material cannot be cleared under it. */
  async lend<T>(keyId: string, material: Material, use: (secret: Secret) => T): Promise<T> {
    const name = `${keyId}/${material.id}`;
    const kept = this.#kept.get(name);
    this.#onLookup(kept === undefined ? 'miss' : 'hit');
    if (kept !== undefined) {
      this.#keep(name, kept);
      return use(kept);
    }
    const unwrapped = await this.#unwrap(keyId, material);
    this.#keep(name, unwrapped);
    return use(unwrapped);
  }

  async #unwrap(keyId: string, material: Material): Promise<Secret> {
    try {
      return await this.#rootKey.unwrap({ keyId, materialId: material.id }, material.wrapped);
    } catch (error) {
      this.#onLookup('refused');
      throw error;
    }
  }

  /** Zeroes what is kept of a key that is gone. */
  forget(keyId: string): void {
    for (const [name, secret] of this.#kept) {
      if (!name.startsWith(`${keyId}/`)) continue;
      this.#kept.delete(name);
      secret[Symbol.dispose]();
    }
  }

  /** Zeroes everything. */
  close(): void {
    for (const secret of this.#kept.values()) secret[Symbol.dispose]();
    this.#kept.clear();
  }

  #keep(name: string, secret: Secret): void {
    const before = this.#kept.get(name);
    // Two callers may have unwrapped the same material at once: the later one's copy stays.
    if (before !== undefined && before !== secret) before[Symbol.dispose]();
    this.#kept.delete(name);
    this.#kept.set(name, secret);
    if (this.#kept.size <= this.#limit) return;
    const [oldest] = this.#kept;
    if (oldest === undefined) return;
    this.#kept.delete(oldest[0]);
    oldest[1][Symbol.dispose]();
  }
}
