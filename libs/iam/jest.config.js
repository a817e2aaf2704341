import { project } from '../../jest.preset.js';

export default project('iam', import.meta.dirname);
