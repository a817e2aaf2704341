import type { Credentials } from '../clients/credentials.js';

const PLACE = 'coffer.credentials';

/** Credentials that a person chose to keep until the tab is closed. `sessionStorage` forgets them then, and no other tab sees them. */
export function keptCredentials(storage: Storage): Credentials | undefined {
  const text = storage.getItem(PLACE);
  if (text === null) return undefined;
  const kept = parsed(text);
  if (kept === undefined) storage.removeItem(PLACE);
  return kept;
}

export function keepCredentials(storage: Storage, credentials: Credentials): void {
  storage.setItem(PLACE, JSON.stringify(credentials));
}

export function forgetCredentials(storage: Storage): void {
  storage.removeItem(PLACE);
}

function parsed(text: string): Credentials | undefined {
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = JSON.parse(text) as Partial<Record<keyof Credentials, unknown>>;
    if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
    return { accessKeyId, secretAccessKey, ...(typeof sessionToken === 'string' ? { sessionToken } : {}) };
  } catch {
    return undefined;
  }
}
