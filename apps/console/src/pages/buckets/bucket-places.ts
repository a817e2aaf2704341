import { href } from '../../router/route.js';
import type { Crumb } from '../../components/page.js';

export const bucketsPlace = href(['buckets']);

export function folderPlace(bucket: string, prefix = '', find = ''): string {
  return href(['buckets', bucket], { prefix, find });
}

export function objectPlace(bucket: string, key: string, version = ''): string {
  return href(['buckets', bucket, 'object'], { key, version });
}

export function deletedPlace(bucket: string, prefix = ''): string {
  return href(['buckets', bucket, 'deleted'], { prefix });
}

/** The way from the list of buckets to what a prefix or key lies in. */
export function trailTo(bucket: string, name: string): readonly Crumb[] {
  const parts = name.split('/').slice(0, -1);
  const folders = parts.map((part, at) => ({ name: part === '' ? '(no name)' : part, to: folderPlace(bucket, `${parts.slice(0, at + 1).join('/')}/`) }));
  return [{ name: 'Buckets', to: bucketsPlace }, { name: bucket, to: folderPlace(bucket) }, ...folders];
}

/** The last part of a key or prefix, as it is shown inside its folder. */
export function lastPart(name: string): string {
  return name.replace(/\/$/, '').split('/').at(-1) ?? name;
}
