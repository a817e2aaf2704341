import { join } from 'node:path';
import { project } from '../../../jest.preset.js';

/** Takes pictures for the docs (`npm run pictures`), and so is not among the suites of `npm test`. */
export default { ...project('pictures', join(import.meta.dirname, '..')), testMatch: ['<rootDir>/pictures/**/*.spec.ts'] };
