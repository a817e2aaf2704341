import type { Suite } from '../bench.js';

export const micro: Suite = { rows: [], async *run() { /* written below */ } };
