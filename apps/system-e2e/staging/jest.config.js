import { join } from 'node:path';
import { project } from '../../../jest.preset.js';

/** Against a cluster that runs (`npm run e2e:staging`), and so not among the suites of `npm test`. */
export default { ...project('staging', join(import.meta.dirname, '..')), testMatch: ['<rootDir>/staging/**/*.spec.ts'] };
