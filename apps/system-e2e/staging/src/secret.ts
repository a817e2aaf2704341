import { applyObject, get, NAMESPACE } from './kubectl.js';

/** The files of a Secret, by name. */
export async function readSecret(name: string): Promise<ReadonlyMap<string, string>> {
  const { data = {} } = await get<{ readonly data?: Readonly<Record<string, string>> }>('secret', name);
  return new Map(Object.entries(data).map(([file, text]) => [file, Buffer.from(text, 'base64').toString()]));
}

export async function writeSecret(name: string, files: ReadonlyMap<string, string>): Promise<void> {
  await applyObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: NAMESPACE }, type: 'Opaque', stringData: Object.fromEntries(files) });
}
