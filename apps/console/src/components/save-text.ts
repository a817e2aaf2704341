/** Gives a person a small text as a file. */
export function saveText(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: 'text/plain' }));
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  openLink(address, name);
  // The browser has taken hold of the blob once the click was handled.
  setTimeout(() => { URL.revokeObjectURL(address); }, 60_000);
}

/** Follows an address as a click on a link does; what answers with `attachment` is saved and the page stays. */
export function openLink(address: string, download?: string): void {
  const link = document.createElement('a');
  link.href = address;
  if (download !== undefined) link.download = download;
  link.rel = 'noreferrer';
  link.click();
}
