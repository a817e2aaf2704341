import { project } from '../../jest.preset.js';

export default project('system-e2e', import.meta.dirname);
