import type { KmsClient } from '@coffer/kms-client';
import type { LiveIdentities, Log } from '@coffer/service';

/** How the identities that the KMS keeps are told from files. */
const DOCUMENT = 'IAM API';
/** After an attempt that failed. */
const RETRY_MS = 1_000;

/** What follows the KMS's identities, until it is closed. */
export interface Following {
  readonly name: string;
  close(): void;
}

/**
 * Takes in the identities that the IAM API keeps in the KMS, whenever the KMS says that they are others: about a second after a change. Until the KMS was reached for the first
 * time only those of the files are known; when it goes away the last ones stay.
 */
export function followKmsIdentities(kms: Pick<KmsClient, 'identities' | 'onIdentitiesChanged'>, identities: Pick<LiveIdentities, 'put'>, log: Log, retryMs = RETRY_MS): Following {
  let known = '';
  let isBusy = false;
  let isAgain = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const fetchOnce = async (): Promise<void> => {
    const { revision, document } = await kms.identities(known);
    if (document !== undefined) identities.put(DOCUMENT, document);
    known = revision;
  };

  const fetch = async (): Promise<void> => {
    isAgain = isBusy;
    if (isBusy || isClosed) return;
    isBusy = true;
    try {
      await fetchOnce();
    } catch (err) {
      log.warn('the identities that the key service keeps could not be taken in', { err });
      timer = setTimeout(() => void fetch(), retryMs);
      timer.unref();
    } finally {
      isBusy = false;
      // It changed while it was fetched.
      if (isAgain) void fetch();
    }
  };

  kms.onIdentitiesChanged(() => void fetch());
  return {
    name: 'identities of the key service',
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
