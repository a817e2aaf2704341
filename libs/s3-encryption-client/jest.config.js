import { project } from '../../jest.preset.js';

export default project('s3-encryption-client', import.meta.dirname);
