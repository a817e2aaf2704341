import { GetKeyPolicyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { Button } from '../../components/button.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import { LoadedView } from '../../components/loaded-view.js';
import { useLoaded } from '../../components/use-loaded.js';
import { jsonMistake, laidOut } from '../../features/keys/json-mistake.js';
import { useSession } from '../../session/session.js';

export interface PolicyPanelProps {
  readonly keyId: string;
  readonly isManaged: boolean;
}

/** Who may do what with the key. */
export function PolicyPanel({ keyId, isManaged }: PolicyPanelProps): ReactElement {
  const { clients } = useSession();
  const [editing, setEditing] = useState(false);
  const loaded = useLoaded(async (abortSignal) => {
    const { Policy = '' } = await kmsOf(clients).send(new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default' }), { abortSignal });
    return laidOut(Policy);
  }, [keyId]);
  return (
    <section className="panel stack" aria-labelledby="policy-heading">
      <div className="row-spread">
        <h2 id="policy-heading">Key policy</h2>
        {isManaged || loaded.state !== 'ready' ? null : <Button onPress={() => { setEditing(true); }}>Edit policy</Button>}
      </div>
      <LoadedView loaded={loaded} loading="Loading the policy …" failure="The policy could not be read.">
        {(policy) => <pre className="json-view" tabIndex={0} aria-label="Key policy">{policy}</pre>}
      </LoadedView>
      {editing && loaded.state === 'ready' ? <PolicyDialog keyId={keyId} policy={loaded.value} onClose={() => { setEditing(false); }} onChanged={loaded.reload} /> : null}
    </section>
  );
}

/** The form is checked as one types; what the statements mean is checked by the KMS, which names the places of mistakes and puts nothing then. */
function PolicyDialog({ keyId, policy, onClose, onChanged }: { readonly keyId: string; readonly policy: string; readonly onClose: () => void; readonly onChanged: () => void }): ReactElement {
  const { clients } = useSession();
  const [text, setText] = useState(policy);
  const mistake = jsonMistake(text);
  const put = async (abortSignal: AbortSignal): Promise<void> => {
    await kmsOf(clients).send(new PutKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default', Policy: text }), { abortSignal });
    onChanged();
  };
  return (
    <FormDialog title="Edit the key policy" action="Put policy" wide ready={mistake === undefined} failure="The policy was not put; the old one holds." onClose={onClose} onSubmit={put}>
      <p className="soft">It holds at once for every use of the key. You must be able to change it again under the new one.</p>
      <div className="json-editor"><TextField label="Policy" value={text} onChange={setText} lines mono mistake={mistake} /></div>
    </FormDialog>
  );
}
