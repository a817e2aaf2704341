import { project } from '../../jest.preset.js';

export default project('sigv4', import.meta.dirname);
