import { project } from '../../jest.preset.js';

export default project('context', import.meta.dirname);
