import { project } from '../../jest.preset.js';

export default project('coffer-cli', import.meta.dirname);
