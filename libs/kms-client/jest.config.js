import { project } from '../../jest.preset.js';

export default project('kms-client', import.meta.dirname);
