import { project } from '../../jest.preset.js';

export default project('kms-service', import.meta.dirname);
