import type { ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Page } from '../../components/page.js';
import { Facts } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ageOf } from '../../features/keys/key-age.js';
import { rotationsText, rotationText } from '../../features/keys/rotation.js';
import { wholeKey, type WholeKey } from '../../features/keys/whole-key.js';
import { formatTime } from '../../format/format.js';
import { href } from '../../router/route.js';
import { useSession } from '../../session/session.js';
import { AliasPanel } from './alias-panel.js';
import { GrantsPanel } from './grants-panel.js';
import { KeyActions } from './key-actions.js';
import { KeyStateBadge } from './key-state-badge.js';
import { KeyUsePanel } from './key-use-panel.js';
import { PolicyPanel } from './policy-panel.js';
import './keys.css';

/** A key, whole: what it is, how it was used, and who may use it. */
export function KeyPage({ keyId }: { readonly keyId: string }): ReactElement {
  const { clients } = useSession();
  const loaded = useLoaded((signal) => wholeKey(kmsOf(clients), keyId, signal), [keyId]);
  const title = loaded.state === 'ready' ? (loaded.value.aliases[0] ?? 'A key without an alias') : 'Key';
  return (
    <Page title={title} trail={[{ name: 'Keys', to: href(['keys']) }]}>
      <LoadedView loaded={loaded} loading="Loading the key …" failure="The key could not be opened.">
        {({ metadata, aliases, rotation, rotations }) => (
          <>
            <section className="panel stack" aria-labelledby="key-heading">
              <div className="row-spread"><h2 id="key-heading">What it is</h2><KeyStateBadge state={metadata.KeyState} /></div>
              <Facts facts={factsOf({ metadata, rotation, rotations })} />
              <KeyActions metadata={metadata} rotation={rotation} onChanged={loaded.reload} />
            </section>
            <KeyUsePanel keyArn={metadata.Arn ?? ''} />
            <AliasPanel keyId={metadata.KeyId} aliases={aliases} isManaged={metadata.KeyManager === 'AWS'} onChanged={loaded.reload} />
            <PolicyPanel keyId={metadata.KeyId} isManaged={metadata.KeyManager === 'AWS'} />
            <GrantsPanel keyId={metadata.KeyId} />
          </>
        )}
      </LoadedView>
    </Page>
  );
}

function factsOf({ metadata, rotation, rotations }: Omit<WholeKey, 'aliases'>): readonly (readonly [string, string])[] {
  const { Description = '', CreationDate, DeletionDate, Arn = '', KeyManager, KeySpec = 'SYMMETRIC_DEFAULT' } = metadata;
  return [
    ...(Description === '' ? [] : [['Description', Description] as const]),
    ['ARN', Arn],
    ...(CreationDate === undefined ? [] : [['Created', `${formatTime(CreationDate)}, ${ageOf(CreationDate, new Date())} ago`] as const]),
    ...(DeletionDate === undefined ? [] : [['Gone on', formatTime(DeletionDate)] as const]),
    ['Managed by', KeyManager === 'AWS' ? 'the service, for the account' : 'the account'],
    ['Kind', KeySpec === 'SYMMETRIC_DEFAULT' ? 'symmetric, 256 bits' : KeySpec],
    ...(rotation === undefined ? [] : [['Rotates', rotationText(rotation)] as const]),
    ...(rotations === undefined ? [] : [['Was rotated', rotationsText(rotations)] as const]),
  ];
}
