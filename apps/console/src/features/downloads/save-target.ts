/** Where a download goes: taken a piece at a time, there under its name only when it was ended. */
export interface SaveTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  end(): Promise<void>;
  drop(): Promise<void>;
}

/** A file that a person chose. Each try writes it from its beginning: what was dropped takes no more bytes. */
export interface SavePlace {
  begin(): Promise<SaveTarget>;
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
export async function askWhere(suggestedName: string): Promise<SavePlace | undefined> {
  try {
    const handle = await (window as unknown as WithSavePicker).showSaveFilePicker({ suggestedName });
    return { begin: async () => targetOf(await handle.createWritable()) };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined;
    throw thrown;
  }
}

function targetOf(file: WritableFile): SaveTarget {
  return { write: (bytes) => file.write(bytes), end: () => file.close(), drop: () => file.abort() };
}
