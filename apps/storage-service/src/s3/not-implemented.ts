import { StorageError } from '../errors/storage-error.js';

/** AWS's own answer to what it does not do here. `details` names the header or sub-resource, so that a user finds it. */
export function notImplemented(what: string, details: Readonly<Record<string, string>> = {}): StorageError {
  return new StorageError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
    details: { ...details, AdditionalMessage: `This service does not implement ${what}.` },
  });
}
