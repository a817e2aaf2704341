import { refused } from '../../test/refused.js';
import { parseKeyReference } from './key-reference.js';

const place = { accountId: '000000000000', region: 'us-east-1' };
const id = '12345678-1234-1234-1234-123456789012';

describe('parseKeyReference', () => {
  it.each([
    ['a key id', id, { kind: 'key', id }],
    ['a key ARN', `arn:aws:kms:us-east-1:111122223333:key/${id}`, { kind: 'key', id, accountId: '111122223333' }],
    ['an alias', 'alias/a/b:c_d-E', { kind: 'alias', name: 'alias/a/b:c_d-E' }],
    ['an alias ARN', 'arn:aws:kms:us-east-1:000000000000:alias/x', { kind: 'alias', name: 'alias/x', accountId: '000000000000' }],
    ['an alias that looks like an ARN', 'alias/arn:aws:kms', { kind: 'alias', name: 'alias/arn:aws:kms' }],
  ])('reads %s', (_, given, reference) => {
    expect(parseKeyReference(place, given)).toEqual(reference);
  });

  it.each([
    ['a word', 'nonsense'],
    ['a UUID in capitals', id.toUpperCase().replace('1', 'A')],
    ['a UUID with more behind it', `${id}0`],
    ['a UUID with a newline', `${id}\n`],
    ['an alias without a name', 'alias/'],
    ['an alias with a space', 'alias/a b'],
    ['an ARN of another service', `arn:aws:s3:us-east-1:000000000000:key/${id}`],
    ['an ARN of another kind', 'arn:aws:kms:us-east-1:000000000000:grant/x'],
    ['an ARN whose key is an alias', 'arn:aws:kms:us-east-1:000000000000:key/alias/x'],
    ['an ARN whose alias is a key id', `arn:aws:kms:us-east-1:000000000000:alias`],
    ['an ARN with a short account', `arn:aws:kms:us-east-1:0000:key/${id}`],
    ['an ARN without a region', `arn:aws:kms::000000000000:key/${id}`],
    ['a path', '../../etc/passwd'],
  ])('refuses %s as an invalid key id', (_, given) => {
    expect(refused(() => parseKeyReference(place, given))).toMatchObject({ code: 'NotFoundException', message: `Invalid keyId '${given}'` });
  });

  it('names the region of an ARN of another one', () => {
    const { code, message } = refused(() => parseKeyReference(place, `arn:aws:kms:eu-west-1:000000000000:key/${id}`));
    expect([code, message]).toEqual(['NotFoundException', 'Invalid arn eu-west-1']);
  });
});
