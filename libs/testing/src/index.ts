/** What suites share. Never imported by anything that runs outside of tests and benchmarks. */
export { afterTests } from './after-tests.js';
export { testCaller } from './callers.js';
export { collect, inSteps } from './in-steps.js';
export { manualClock, type ManualClock } from './manual-clock.js';
export { LocalKms, type KmsUse } from './local-kms.js';
export { product } from './product.js';
export { seededRandom, type SeededRandom } from './seeded-random.js';
export { runProcess, startProcess, type Ended, type ProcessSettings, type RunningProcess } from './start-process.js';
export { tempDir } from './temp-dir.js';
export { until } from './until.js';
export { vectors } from './vectors.js';
export { wholeLines } from './whole-lines.js';
