import type { ReactElement, ReactNode } from 'react';
import { DropZone, type DirectoryDropItem, type DropItem } from 'react-aria-components';
import type { ChosenFile } from './upload-dialog.js';

export interface DropAreaProps {
  readonly onFiles: (files: readonly ChosenFile[]) => void;
  readonly children: ReactNode;
}

/** Files that are taken from one drop; a folder that holds more is better given to a command. */
export const DROPPED_FILES_MAX = 10_000;

/** Takes files and folders that are dropped on it. Who has no mouse uses the button beside. */
export function DropArea({ onFiles, children }: DropAreaProps): ReactElement {
  const take = async (items: readonly DropItem[]): Promise<void> => {
    const files: ChosenFile[] = [];
    for (const item of items) await gather(item, '', files);
    onFiles(files);
  };
  return <DropZone className="drop" aria-label="Drop files here to upload them" onDrop={({ items }) => { void take(items); }}>{children}</DropZone>;
}

async function gather(item: DropItem, folder: string, files: ChosenFile[]): Promise<void> {
  if (files.length >= DROPPED_FILES_MAX) return;
  if (item.kind === 'file') files.push({ name: `${folder}${item.name}`, file: await item.getFile() });
  if (item.kind === 'directory') for await (const entry of entriesOf(item)) await gather(entry, `${folder}${item.name}/`, files);
}

function entriesOf(item: DirectoryDropItem): AsyncIterable<DropItem> {
  return item.getEntries();
}
