/** Where a download goes: taken a piece at a time, there under its name only when it was ended. */
export interface SaveTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  end(): Promise<void>;
  drop(): Promise<void>;
}

/** The File System Access API, where a browser has it. */
interface WithSavePicker {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<{ createWritable(): Promise<WritableFile> }>;
}

interface WritableFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** Whether a body of any size can be saved without being held. */
export function savesStreams(): boolean {
  return 'showSaveFilePicker' in window;
}

/** Asks where to save. Must follow a click at once. Nothing when the person thought better of it. */
export async function askWhere(suggestedName: string): Promise<SaveTarget | undefined> {
  try {
    const handle = await (window as unknown as WithSavePicker).showSaveFilePicker({ suggestedName });
    const file = await handle.createWritable();
    return { write: (bytes) => file.write(bytes), end: () => file.close(), drop: () => file.abort() };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined;
    throw thrown;
  }
}
