import { refused } from '../../test/refused.js';
import { verbs } from '../operations/verbs.js';
import { operationOf } from './operation-name.js';

describe('operationOf', () => {
  it.each(Object.keys(verbs))('knows %s', (name) => {
    expect(operationOf(`TrentService.${name}`)).toBe(name);
  });

  it.each(['Sign', 'GenerateMac', 'ImportKeyMaterial', 'ReplicateKey'])("refuses AWS's %s as not supported, and names it", (name) => {
    expect(refused(() => operationOf(`TrentService.${name}`))).toMatchObject({ code: 'UnsupportedOperationException', message: `The operation ${name} is not supported by this key service.` });
  });

  it.each([undefined, '', 'TrentService.', 'TrentService.Nonsense', 'Encrypt', 'trentservice.Encrypt', 'TrentService.encrypt', 'TrentService.constructor', 'S3.Encrypt', 'TrentService.Encrypt '])('does not know %p', (target) => {
    expect(refused(() => operationOf(target)).code).toBe('UnknownOperationException');
  });
});
