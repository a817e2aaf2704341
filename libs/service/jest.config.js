import { project } from '../../jest.preset.js';

export default project('service', import.meta.dirname);
