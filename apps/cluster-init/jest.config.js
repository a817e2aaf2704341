import { project } from '../../jest.preset.js';

export default project('cluster-init', import.meta.dirname);
