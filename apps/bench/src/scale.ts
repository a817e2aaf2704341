const MIB = 1_048_576;

/** How much each row does in one round. */
export interface Scale {
  readonly smallRequests: number;
  readonly connections: number;
  readonly largeBytes: number;
  readonly calls: number;
  readonly batches: number;
  readonly batchEntries: number;
  readonly memoryBytes: number;
  readonly memoryClients: number;
  readonly listedObjects: number;
  readonly lists: number;
}

/** The sizes that the targets are set for. */
export const FULL: Scale = {
  smallRequests: 20_000,
  connections: 64,
  largeBytes: 256 * MIB,
  calls: 20_000,
  batches: 400,
  batchEntries: 200,
  memoryBytes: 1_024 * MIB,
  memoryClients: 16,
  listedObjects: 1_000_000,
  lists: 200,
};

/** As little as shows that every row runs. */
export const SMOKE: Scale = {
  smallRequests: 200,
  connections: 16,
  largeBytes: 4 * MIB,
  calls: 100,
  batches: 3,
  batchEntries: 50,
  memoryBytes: 4 * MIB,
  memoryClients: 4,
  listedObjects: 3_000,
  lists: 5,
};
