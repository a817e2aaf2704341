import { project } from '../../jest.preset.js';

export default project('bench', import.meta.dirname);
