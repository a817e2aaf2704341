import { project } from '../../jest.preset.js';

export default project('audit', import.meta.dirname);
