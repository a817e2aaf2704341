import { project } from '../../jest.preset.js';

export default project('storage-service', import.meta.dirname);
