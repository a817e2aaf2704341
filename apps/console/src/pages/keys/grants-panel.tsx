import { CreateGrantCommand, ListGrantsCommand, RevokeGrantCommand, type GrantListEntry, type GrantOperation } from '@aws-sdk/client-kms';
import { useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { Button } from '../../components/button.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField, Tick } from '../../components/fields.js';
import { LoadedView } from '../../components/loaded-view.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ContextEditor } from '../../features/encryption/context-editor.js';
import { recordOf, type Pair } from '../../components/pairs.js';
import { editorMistakes } from '../../features/encryption/context-pairs.js';
import { shortName } from '../../features/trail/trail-entry.js';
import { useSession } from '../../session/session.js';

const OPERATIONS = ['Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'DescribeKey', 'CreateGrant', 'RetireGrant'] as const satisfies readonly GrantOperation[];
const PAGE_SIZE = 100;

/** Who was let use the key besides its policy. */
export function GrantsPanel({ keyId }: { readonly keyId: string }): ReactElement {
  const { clients } = useSession();
  const [open, setOpen] = useState<'create' | GrantListEntry>();
  const close = (): void => { setOpen(undefined); };
  const loaded = useLoaded((abortSignal) => kmsOf(clients).send(new ListGrantsCommand({ KeyId: keyId, Limit: PAGE_SIZE }), { abortSignal }), [keyId]);
  return (
    <section className="panel stack" aria-labelledby="grants-heading">
      <div className="row-spread"><h2 id="grants-heading">Grants</h2><Button onPress={() => { setOpen('create'); }}>Create grant</Button></div>
      <LoadedView loaded={loaded} loading="Loading the grants …" failure="The grants could not be listed.">
        {({ Grants = [], Truncated }) => Grants.length === 0
          ? <p className="soft">No grant. One lets a single principal do some operations, perhaps only under an encryption context.</p>
          : <><GrantList grants={Grants} onRevoke={setOpen} />{Truncated === true ? <p className="small soft">Only the first {PAGE_SIZE} are shown.</p> : null}</>}
      </LoadedView>
      {open === 'create' ? <CreateGrantDialog keyId={keyId} onClose={close} onChanged={loaded.reload} /> : null}
      {open === undefined || open === 'create' ? null : <RevokeDialog keyId={keyId} grant={open} onClose={close} onChanged={loaded.reload} />}
    </section>
  );
}

function GrantList({ grants, onRevoke }: { readonly grants: readonly GrantListEntry[]; readonly onRevoke: (grant: GrantListEntry) => void }): ReactElement {
  return (
    <ul className="stack-tight">
      {grants.map((grant) => {
        const pairs = Object.entries(grant.Constraints?.EncryptionContextSubset ?? grant.Constraints?.EncryptionContextEquals ?? {});
        return (
          <li key={grant.GrantId} className="row-spread">
            <span className="stack-tight">
              <span><strong>{shortName(grant.GranteePrincipal ?? '')}</strong> may {(grant.Operations ?? []).join(', ')}{grant.Name === undefined || grant.Name === '' ? null : <>, by the name {grant.Name}</>}</span>
              {pairs.length === 0 ? null : <span className="small soft">under {pairs.map(([key, value]) => `${key} = ${value}`).join(', ')}</span>}
            </span>
            <Button weight="quiet" aria-label={`Revoke the grant of ${shortName(grant.GranteePrincipal ?? '')}`} onPress={() => { onRevoke(grant); }}>Revoke</Button>
          </li>
        );
      })}
    </ul>
  );
}

interface GrantDialogProps {
  readonly keyId: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function CreateGrantDialog({ keyId, onClose, onChanged }: GrantDialogProps): ReactElement {
  const { clients } = useSession();
  const [grantee, setGrantee] = useState('');
  const [operations, setOperations] = useState<ReadonlySet<GrantOperation>>(new Set());
  const [pairs, setPairs] = useState<readonly Pair[]>([]);
  const mistake = grantee === '' || /^arn:aws:(iam|sts)::\d{12}:.+/.test(grantee) ? undefined : 'Give an ARN, such as arn:aws:iam::000000000000:user/alice.';
  const create = async (abortSignal: AbortSignal): Promise<void> => {
    const Constraints = pairs.length === 0 ? {} : { Constraints: { EncryptionContextSubset: recordOf(pairs) } };
    await kmsOf(clients).send(new CreateGrantCommand({ KeyId: keyId, GranteePrincipal: grantee, Operations: [...operations], ...Constraints }), { abortSignal });
    onChanged();
  };
  const ready = grantee !== '' && mistake === undefined && operations.size > 0 && editorMistakes(pairs).length === 0;
  return (
    <FormDialog title="Create a grant" action="Create grant" wide ready={ready} failure="The grant was not created." onClose={onClose} onSubmit={create}>
      <TextField label="Grantee" value={grantee} onChange={setGrantee} mono autoFocus mistake={mistake} hint="The ARN of a user, a role or a session." />
      <fieldset className="stack-tight"><legend>May</legend>
        {OPERATIONS.map((name) => <Tick key={name} label={name} on={operations.has(name)} onChange={(on) => { setOperations(withOrWithout(operations, name, on)); }} />)}
      </fieldset>
      <ContextEditor pairs={pairs} onChange={setPairs} />
    </FormDialog>
  );
}

function withOrWithout(set: ReadonlySet<GrantOperation>, name: GrantOperation, on: boolean): ReadonlySet<GrantOperation> {
  return new Set(on ? [...set, name] : [...set].filter((other) => other !== name));
}

function RevokeDialog({ keyId, grant, onClose, onChanged }: GrantDialogProps & { readonly grant: GrantListEntry }): ReactElement {
  const { clients } = useSession();
  const revoke = async (abortSignal: AbortSignal): Promise<void> => {
    await kmsOf(clients).send(new RevokeGrantCommand({ KeyId: keyId, GrantId: grant.GrantId }), { abortSignal });
    onChanged();
  };
  return (
    <FormDialog title="Revoke the grant?" action="Revoke grant" weight="danger" failure="The grant was not revoked." onClose={onClose} onSubmit={revoke}>
      <p>{shortName(grant.GranteePrincipal ?? '')} may no longer {(grant.Operations ?? []).join(', ')} by this grant. Other grants and policies may still let it.</p>
    </FormDialog>
  );
}
