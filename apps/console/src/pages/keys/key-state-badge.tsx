import type { ReactElement } from 'react';
import { Badge, type Tone } from '../../components/states.js';

const TONES: ReadonlyMap<string, Tone> = new Map([['Enabled', 'good'], ['Disabled', 'warning'], ['PendingDeletion', 'danger']]);
const NAMES: ReadonlyMap<string, string> = new Map([['PendingDeletion', 'Pending deletion'], ['PendingImport', 'Pending import']]);

/** A state as a word and a colour. Without one: the key may not be described. */
export function KeyStateBadge({ state }: { readonly state: string | undefined }): ReactElement {
  return state === undefined ? <Badge>not yours to see</Badge> : <Badge tone={TONES.get(state) ?? 'plain'}>{NAMES.get(state) ?? state}</Badge>;
}
