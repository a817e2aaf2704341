import { randomBytes } from 'node:crypto';
import { credentials, Metadata, type CallCredentials } from '@grpc/grpc-js';

/** Names a call so that the key service can tell it from its repetition: 16 random bytes in hex. */
export const CALL_ID_KEY = 'x-coffer-call-id';
/** When the call was made, in milliseconds since 1970: the key service remembers ids no longer than it takes late calls. */
export const CALLED_AT_KEY = 'x-coffer-called-at';

const CALL_ID_SIZE = 16;

/**
 * Stamps every attempt of every call anew. gRPC asks for these at the moment that an attempt has a connection, so a call that waited for one is
 * not stamped with the time before it waited, and one that gRPC repeats by itself is not taken for a replay.
 */
export function callStamps(): CallCredentials {
  return credentials.createFromMetadataGenerator((_, callback) => {
    const stamp = new Metadata();
    stamp.set(CALL_ID_KEY, randomBytes(CALL_ID_SIZE).toString('hex'));
    stamp.set(CALLED_AT_KEY, String(Date.now()));
    callback(null, stamp);
  });
}
