/** What a synchronous read gives, as the promise that a port asks for; what it throws rejects. */
export function promised<T>(read: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(read());
  });
}
