import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { Identities, IdentitiesSource } from '@coffer/iam';
import { LiveFiles, type ReloadProcess } from '../files/live-files.js';
import type { Log } from '../log/create-log.js';
import { StartError } from '../start/start-error.js';
import { IdentitiesMetrics } from './identities-metrics.js';
import { parseWithFiles, readIdentities, type IdentitiesReading, type IdentitySettings } from './load-identities.js';

export interface WatchOptions {
  readonly log: Log;
  readonly metrics: Registry;
  /** How often the files are looked at; 0: only when SIGHUP comes. */
  readonly reloadSeconds: number;
  readonly process?: ReloadProcess;
}

/** Documents that are put in at run time, beside the files. */
export const FURTHER_DOCUMENTS_MAX = 10;
/** Mistakes of one reading that are logged, a line each. */
export const MISTAKES_LOGGED_MAX = 100;

type Listener = (identities: Identities) => void;

/**
 * The identities in force. They are read at the start, and again when a file of theirs changes, when SIGHUP comes, or when a document is put in;
 * whole or not at all: where there is one mistake the former ones stay.
 */
export class LiveIdentities {
  readonly name = 'identities';
  readonly #settings: IdentitySettings;
  readonly #further = new Map<string, IdentitiesSource>();
  readonly #listeners: Listener[] = [];
  #identities: Identities;
  /** Of the identities in force. */
  #files: IdentitiesReading['files'];
  readonly #live: LiveFiles<IdentitiesReading>;
  #revision = randomUUID() as string;
  #sinceMs = Date.now();
  #watch: (WatchOptions & { readonly counts: IdentitiesMetrics }) | undefined;

  private constructor(settings: IdentitySettings, latest: IdentitiesReading, identities: Identities) {
    this.#settings = settings;
    this.#files = latest.files;
    this.#identities = identities;
    this.#live = new LiveFiles<IdentitiesReading>(latest, {
      read: () => readIdentities(this.#settings, [...this.#further.values()]),
      take: (reading) => { this.#take(reading); },
    });
  }

  /** Reads what `COFFER_IDENTITIES` names and adds the root. Throws a StartError that tells every mistake, each with its file and place; nobody at all is one. */
  static load(settings: IdentitySettings): LiveIdentities {
    const reading = readIdentities(settings);
    if (reading.outcome instanceof StartError) throw reading.outcome;
    return new LiveIdentities(settings, reading, reading.outcome);
  }

  /** The snapshot of now. To be asked anew for each request, and held by nobody for longer. */
  readonly current = (): Identities => this.#identities;

  /** Another text whenever the identities are others; it says nothing of them. */
  get revision(): string {
    return this.#revision;
  }

  /** Calls `listener` after each change, in the order of adding. It must not throw. */
  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /**
   * Adds a document from elsewhere than the files, or replaces the one of that name. The files win: what clashes with them, or needs something that is nowhere, is
   * left out, logged, and told in the answer, a line each. Throws an IdentitiesError, and changes nothing, for a document that is wrong in itself.
   */
  put(name: string, document: unknown): readonly string[] {
    const further = new Map([...this.#further, [name, { name, document, yields: true }]]);
    if (further.size > FURTHER_DOCUMENTS_MAX) throw new Error(`more than ${String(FURTHER_DOCUMENTS_MAX)} documents of identities beside the files`);
    const identities = parseWithFiles(this.#settings, this.#files, [...further.values()]);
    for (const [key, source] of further) this.#further.set(key, source);
    this.#replace(identities);
    return identities.leftOut.filter((line) => line.startsWith(`${name}: `));
  }

  /** From now on changes of the files count, and SIGHUP reloads at once. */
  watch(options: WatchOptions): void {
    this.#watch = { ...options, counts: new IdentitiesMetrics(options.metrics) };
    this.#watch.counts.show(this.#identities, this.#sinceMs);
    this.#live.watch({ ...options, onDefect: (err) => { options.log.error('identities could not be reloaded', { err }); } });
  }

  /** Reads the files if they are not what was read last. What is refused is told once, until they change again. */
  reloadIfChanged(): void {
    this.#live.reloadIfChanged();
  }

  /** Reads the files and takes them, or tells why not, whether or not they have changed. */
  reload(): void {
    this.#live.reload();
  }

  close(): void {
    this.#live.close();
  }

  #take({ outcome, files }: IdentitiesReading): void {
    if (outcome instanceof StartError) {
      this.#refuse(outcome);
      return;
    }
    this.#files = files;
    this.#replace(outcome);
    const { accounts, userCount, roleCount } = outcome;
    this.#watch?.log.info('identities were reloaded', { accounts: accounts.size, users: userCount, roles: roleCount });
    this.#watch?.counts.count('applied');
  }

  #refuse({ message }: StartError): void {
    const mistakes = message.split('\n');
    this.#watch?.log.error('identities were not reloaded, and the former ones stay', { count: mistakes.length });
    for (const fault of mistakes.slice(0, MISTAKES_LOGGED_MAX)) this.#watch?.log.error('a mistake in the identities', { fault });
    this.#watch?.counts.count('refused');
  }

  #replace(identities: Identities): void {
    const known = new Set(this.#identities.leftOut);
    this.#identities = identities;
    this.#revision = randomUUID();
    this.#sinceMs = Date.now();
    this.#watch?.counts.show(identities, this.#sinceMs);
    for (const fault of identities.leftOut.filter((line) => !known.has(line)).slice(0, MISTAKES_LOGGED_MAX)) this.#watch?.log.warn('an identity gives way to the files', { fault });
    for (const listener of this.#listeners) listener(identities);
  }
}
