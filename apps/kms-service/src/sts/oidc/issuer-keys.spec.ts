import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OidcProvider } from '@coffer/iam';
import { tempDir } from '@coffer/testing';
import type { JSONWebKeySet } from 'jose';
import { ISSUERS_KEPT_MAX, IssuerKeys, KEYS_KEPT_MS, KEYS_RETRY_MS } from './issuer-keys.js';

const provider = (issuer: string, keys: OidcProvider['keys'] = { from: 'discovery' }): OidcProvider => ({
  arn: `arn:aws:iam::000000000000:oidc-provider/${issuer}`, accountId: '000000000000', url: `https://${issuer}`, issuer, audiences: ['a'], keys,
});

describe('IssuerKeys', () => {
  let nowMs = 0;
  let asked: string[] = [];
  let fails = false;
  const load = ({ issuer }: OidcProvider): Promise<JSONWebKeySet> => {
    asked.push(issuer);
    return fails ? Promise.reject(new Error('away')) : Promise.resolve({ keys: [] });
  };
  let keys: IssuerKeys;
  beforeEach(() => {
    [nowMs, asked, fails] = [0, [], false];
    keys = new IssuerKeys(load, () => nowMs);
  });

  it('asks once, also for requests at the same time, and again when the keys are old', async () => {
    await Promise.all([keys.of(provider('a')), keys.of(provider('a'))]);
    nowMs = KEYS_KEPT_MS - 1;
    await keys.of(provider('a'));
    expect(asked).toEqual(['a']);
    nowMs = KEYS_KEPT_MS;
    await keys.of(provider('a'));
    expect(asked).toEqual(['a', 'a']);
  });

  it('asks again for an unknown key, but not more often than it should', async () => {
    await keys.of(provider('a'));
    await keys.refreshed(provider('a'));
    expect(asked).toHaveLength(1);
    nowMs = KEYS_RETRY_MS;
    await keys.refreshed(provider('a'));
    await keys.refreshed(provider('a'));
    expect(asked).toHaveLength(2);
  });

  it('reads a file anew at once', async () => {
    const inFile = provider('a', { from: 'file', file: '/x' });
    await keys.of(inFile);
    await keys.refreshed(inFile);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['the file of the keys', (file: string): OidcProvider => provider('a', { from: 'file', file })],
    ['the file of the authorities', (file: string): OidcProvider => ({ ...provider('a'), caFile: file })],
  ])('asks again at once when %s has changed, was replaced, or is gone, and not otherwise', async (_, naming) => {
    const file = join(tempDir(), 'a.json');
    writeFileSync(file, 'one');
    const named = naming(file);
    const askedFor = async (): Promise<number> => {
      await keys.of(named);
      await keys.of(named);
      return asked.length;
    };
    expect(await askedFor()).toBe(1);
    writeFileSync(file, 'another');
    expect(await askedFor()).toBe(2);
    writeFileSync(`${file}.new`, 'another');
    renameSync(`${file}.new`, file);
    expect(await askedFor()).toBe(3);
    fails = true;
    rmSync(file);
    await expect(keys.of(named)).rejects.toMatchObject({ code: 'IDPCommunicationError' });
    await expect(keys.of(named)).rejects.toMatchObject({ code: 'IDPCommunicationError' });
    expect(asked).toHaveLength(4);
    fails = false;
    writeFileSync(file, 'back');
    expect(await askedFor()).toBe(5);
  });

  it('tells that an issuer cannot be reached, believes it for a moment, and asks again', async () => {
    fails = true;
    const refusal = { code: 'IDPCommunicationError', message: expect.stringContaining("Couldn't retrieve verification key") as string };
    await expect(keys.of(provider('a'))).rejects.toMatchObject(refusal);
    fails = false;
    nowMs = KEYS_RETRY_MS - 1;
    await expect(keys.of(provider('a'))).rejects.toMatchObject(refusal);
    nowMs = KEYS_RETRY_MS;
    expect(await keys.of(provider('a'))).toEqual({ keys: [] });
    expect(asked).toHaveLength(2);
  });

  it('keeps the keys of so many issuers and no more', async () => {
    for (let n = 0; n <= ISSUERS_KEPT_MAX; n += 1) await keys.of(provider(`i${String(n)}`));
    await keys.of(provider('i1'));
    expect(asked).toHaveLength(ISSUERS_KEPT_MAX + 1);
    await keys.of(provider('i0'));
    expect(asked).toHaveLength(ISSUERS_KEPT_MAX + 2);
  });
});
