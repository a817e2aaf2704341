import { useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { Button } from '../../components/button.js';
import { TextField } from '../../components/fields.js';
import { KeyIcon } from '../../components/icons.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { allKeys, KEYS_LISTED_MAX, nameOf, type ListedKey } from '../../features/keys/all-keys.js';
import { ageOf } from '../../features/keys/key-age.js';
import { rotationsById, rotationText, type Rotation, type RotationsById } from '../../features/keys/rotation.js';
import { href } from '../../router/route.js';
import { goTo } from '../../router/use-route.js';
import { useSession } from '../../session/session.js';
import { CreateKeyDialog } from './create-key-dialog.js';
import { KeyStateBadge } from './key-state-badge.js';
import '../../components/table.css';

export function KeyListPage(): ReactElement {
  const { clients } = useSession();
  const [creating, setCreating] = useState(false);
  const [find, setFind] = useState('');
  const listed = useLoaded((signal) => allKeys(kmsOf(clients), signal), []);
  const ids = listed.state === 'ready' ? listed.value.keys.filter(({ metadata }) => metadata !== undefined).map(({ id }) => id) : [];
  const rotations = useLoaded((signal) => rotationsById(kmsOf(clients), ids, signal), ids);
  const create = <Button weight="primary" onPress={() => { setCreating(true); }}>Create key</Button>;
  return (
    <Page title="Keys" about="A KMS key seals the keys of objects. Who disables it closes every object under it, and who enables it opens them again." actions={create}>
      <LoadedView loaded={listed} loading="Loading the keys …" failure="The keys could not be listed.">
        {({ keys, isComplete }) => keys.length === 0
          ? <Empty title="No key yet">Create one, or upload an object with SSE-KMS: the account’s managed key is then made by itself.</Empty>
          : (
            <div className="stack">
              <TextField label="Find" value={find} onChange={setFind} hint="By alias, description or id." />
              <KeyTable keys={keys.filter((key) => matches(key, find))} rotations={rotations.state === 'ready' ? rotations.value : undefined} />
              {isComplete ? null : <p className="soft">Only the first {KEYS_LISTED_MAX} keys are shown. Others open by their address: add the key’s id to it.</p>}
            </div>
          )}
      </LoadedView>
      {creating ? <CreateKeyDialog onClose={() => { setCreating(false); }} onCreated={(id) => { goTo(href(['keys', id])); }} /> : null}
    </Page>
  );
}

function matches({ id, aliases, metadata }: ListedKey, text: string): boolean {
  return [id, ...aliases, metadata?.Description ?? ''].some((name) => name.toLowerCase().includes(text.trim().toLowerCase()));
}

function KeyTable({ keys, rotations }: { readonly keys: readonly ListedKey[]; readonly rotations: RotationsById | undefined }): ReactElement {
  if (keys.length === 0) return <Empty title="No key is called that">Clear the search to see all of them.</Empty>;
  return (
    <div className="table-box">
      <table className="table" aria-label="Keys">
        <thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col" className="wide-only">Age</th><th scope="col" className="wide-only">Rotates</th><th scope="col" className="wide-only">Managed by</th></tr></thead>
        <tbody>{keys.map((key) => <KeyRow key={key.id} listed={key} rotation={rotations?.get(key.id)} />)}</tbody>
      </table>
    </div>
  );
}

function KeyRow({ listed, rotation }: { readonly listed: ListedKey; readonly rotation: Rotation | undefined }): ReactElement {
  const { id, aliases, metadata } = listed;
  return (
    <tr>
      <td>
        <span className="table-name"><KeyIcon /><span className="stack-tight">
          <a href={href(['keys', id])}>{nameOf(listed)}</a>
          {metadata?.Description === undefined || metadata.Description === '' ? null : <span className="small soft">{metadata.Description}</span>}
          {aliases.length > 1 ? <span className="small soft">also {aliases.slice(1).join(', ')}</span> : null}
        </span></span>
      </td>
      <td><KeyStateBadge state={metadata?.KeyState} /></td>
      <td className="wide-only">{metadata?.CreationDate === undefined ? '' : ageOf(metadata.CreationDate, new Date())}</td>
      <td className="wide-only">{rotation === undefined ? '' : rotationText(rotation)}</td>
      <td className="wide-only">{metadata?.KeyManager === 'AWS' ? 'the service' : metadata === undefined ? '' : 'the account'}</td>
    </tr>
  );
}
