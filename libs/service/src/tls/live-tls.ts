import { readFileSync } from 'node:fs';
import { LiveFiles, type FilesReading, type ReloadProcess } from '../files/live-files.js';
import { StampedFiles } from '../files/stamped-files.js';
import type { Log } from '../log/create-log.js';
import { StartError } from '../start/start-error.js';
import { certificatesOf, readTls, type NamedFile, type TlsFiles } from './read-tls.js';
import type { TlsMetrics } from './tls-metrics.js';

/** The files of one door, each with its setting. */
export interface TlsFileNames {
  readonly cert: NamedFile;
  readonly key: NamedFile;
  /** Absent where peers show no certificate. */
  readonly ca?: NamedFile;
}

export interface TlsWatchOptions {
  readonly log: Log;
  readonly metrics: TlsMetrics;
  /** How often the files are looked at; 0: only when SIGHUP comes. */
  readonly reloadSeconds: number;
  readonly process?: ReloadProcess;
}

interface TlsReading extends FilesReading<TlsFiles> {
  readonly files: StampedFiles;
}

/** How often files are read anew that change while they are read. */
export const READ_ATTEMPTS_MAX = 3;

/**
 * The certificate, key and authorities of one door, read at the start and again when a file changes or SIGHUP comes; whole or not at all. A certificate
 * whose key has not followed yet, one that has expired, or half a file leaves the former three in use, until the files change again.
 */
export class LiveTls {
  readonly name: string;
  /** What logs and metrics call the door. */
  readonly #door: string;
  readonly #live: LiveFiles<TlsReading>;
  readonly #listeners: ((tls: TlsFiles) => void)[] = [];
  #tls: TlsFiles;
  #watch: TlsWatchOptions | undefined;

  private constructor(door: string, names: TlsFileNames, latest: TlsReading, tls: TlsFiles) {
    this.name = `certificates of the ${door} door`;
    this.#door = door;
    this.#tls = tls;
    this.#live = new LiveFiles(latest, { read: () => readStamped(names), take: (reading) => { this.#take(reading); } });
  }

  /** Throws a StartError that names the setting. */
  static load(door: string, names: TlsFileNames): LiveTls {
    const reading = readStamped(names);
    if (reading.outcome instanceof StartError) throw reading.outcome;
    return new LiveTls(door, names, reading, reading.outcome);
  }

  /** The three that are in use. */
  get current(): TlsFiles {
    return this.#tls;
  }

  /** Calls `listener` with each new three. What it throws is taken for a refusal, and the former ones stay. */
  onChange(listener: (tls: TlsFiles) => void): void {
    this.#listeners.push(listener);
  }

  /** From now on changes of the files count, and SIGHUP reloads at once. */
  watch(options: TlsWatchOptions): void {
    this.#watch = options;
    this.#show();
    this.#live.watch({ ...options, onDefect: (err) => { options.log.error('certificates could not be reloaded', { part: this.#door, err }); } });
  }

  /** Reads the files if they are not what was read last. */
  reloadIfChanged(): void {
    this.#live.reloadIfChanged();
  }

  close(): void {
    this.#live.close();
  }

  #take({ outcome }: TlsReading): void {
    const fault = outcome instanceof StartError ? outcome.message : this.#use(outcome);
    const { log, metrics } = this.#watch ?? {};
    if (fault === undefined) log?.info('certificates were reloaded', { part: this.#door });
    else log?.error('certificates were not reloaded, and the former ones stay', { part: this.#door, fault });
    this.#show();
    metrics?.count(this.#door, fault === undefined ? 'applied' : 'refused');
  }

  /** Why these cannot be used; undefined if they are in use now. */
  #use(tls: TlsFiles): string | undefined {
    const former = this.#tls;
    try {
      for (const listener of this.#listeners) listener(tls);
      this.#tls = tls;
      return undefined;
    } catch (error) {
      for (const listener of this.#listeners) listener(former);
      return `the TLS library refuses them (${(error as Error).message})`;
    }
  }

  #show(): void {
    const [certificate] = certificatesOf(this.#tls.cert);
    this.#watch?.metrics.show(this.#door, certificate.validToDate.getTime());
  }
}

function readStamped(names: TlsFileNames): TlsReading {
  for (let attempt = 1; ; attempt += 1) {
    const files = new StampedFiles();
    const outcome = outcomeOf(names, files);
    if (files.hasSameStamps()) return { files, outcome };
    if (attempt === READ_ATTEMPTS_MAX) return { files, outcome: new StartError(`${names.cert.setting}: ${names.cert.file} and its key change while they are read`) };
  }
}

/** Where peers show no certificate, the door's own stands in for the authority. */
function outcomeOf({ cert, key, ca = cert }: TlsFileNames, files: StampedFiles): TlsFiles | StartError {
  try {
    return readTls(cert, key, ca, new Date(), (file) => {
      files.stamp(file);
      const content = readFileSync(file);
      files.remember(file, content);
      return content;
    });
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
}
