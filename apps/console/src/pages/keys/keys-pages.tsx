import type { ReactElement } from 'react';
import { useRoute } from '../../router/use-route.js';
import { KeyListPage } from './key-list-page.js';
import { KeyPage } from './key-page.js';

/**
 *     #/keys            all
 *     #/keys/ID         one, by its id
 */
export function KeysPages(): ReactElement {
  const { segments: [, id] } = useRoute();
  return id === undefined ? <KeyListPage /> : <KeyPage key={id} keyId={id} />;
}
