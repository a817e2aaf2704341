import { parseEndpoints } from './endpoints.js';

const whole = { s3: 'http://localhost:9000', kms: 'https://kms.example:9010/', region: 'us-east-1' };

describe('the endpoints', () => {
  it('are what the configuration names, without a last slash', () => {
    expect(parseEndpoints({ ...whole, more: 1 })).toEqual({ s3: 'http://localhost:9000', kms: 'https://kms.example:9010', region: 'us-east-1' });
  });

  it.each([
    ['no object', null, 'region'],
    ['no s3', { ...whole, s3: undefined }, 's3'],
    ['another scheme', { ...whole, kms: 'javascript:alert(1)' }, 'kms'],
    ['a path', { ...whole, kms: 'http://localhost/kms' }, 'kms'],
    ['no region', { ...whole, region: '' }, 'region'],
  ])('are refused with %s', (_why, value, name) => {
    expect(() => parseEndpoints(value)).toThrow(name);
  });
});
