import { project } from '../../jest.preset.js';

export default project('console', import.meta.dirname);
