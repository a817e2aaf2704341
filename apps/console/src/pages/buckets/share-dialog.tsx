import { useState, type ReactElement, type ReactNode } from 'react';
import { Button } from '../../components/button.js';
import { CopyText } from '../../components/copy-text.js';
import { Dialog, DialogActions } from '../../components/dialog.js';
import { Choices, TextField } from '../../components/fields.js';
import { ProblemPanel } from '../../components/states.js';
import { useTask } from '../../components/use-task.js';
import type { CustomerKey } from '../../features/encryption/customer-key.js';
import { SealEditor } from '../../features/encryption/seal-editor.js';
import { draftMistake, emptyDraft } from '../../features/encryption/seal.js';
import { shareDownload, shareUpload } from '../../features/sharing/presign.js';
import { curlCommand, requestText, type SharedRequest } from '../../features/sharing/shared-request.js';
import { useSession } from '../../session/session.js';

const EXPIRIES = [{ value: '900', name: '15 minutes' }, { value: '3600', name: '1 hour' }, { value: '86400', name: '1 day' }, { value: '604800', name: '7 days' }] as const;
type Expiry = (typeof EXPIRIES)[number]['value'];

interface ShareFormProps {
  readonly title: string;
  readonly about: string;
  readonly ready: boolean;
  readonly make: (expiresIn: number) => Promise<SharedRequest>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks how long, makes the URL, and shows it together with the headers that must be sent with it. */
function ShareForm({ title, about, ready, make, onClose, children }: ShareFormProps): ReactElement {
  const [expiry, setExpiry] = useState<Expiry>('3600');
  const [shared, setShared] = useState<SharedRequest>();
  const task = useTask(async () => { setShared(await make(Number(expiry))); });
  return (
    <Dialog title={title} onClose={onClose} wide>
      <p className="soft">{about}</p>
      {shared === undefined ? (
        <>
          {children}
          <Choices label="Works for" value={expiry} onChange={setExpiry} choices={EXPIRIES} />
          {task.thrown === undefined ? null : <ProblemPanel title="The URL could not be made." thrown={task.thrown} />}
        </>
      ) : <SharedView shared={shared} />}
      <DialogActions>
        <Button onPress={onClose}>Close</Button>
        {shared === undefined ? <Button weight="primary" isDisabled={!ready} isPending={task.busy} onPress={task.run}>Make the URL</Button> : null}
      </DialogActions>
    </Dialog>
  );
}

function SharedView({ shared }: { readonly shared: SharedRequest }): ReactElement {
  return (
    <div className="stack">
      <CopyText label="URL" text={shared.url} />
      {shared.headers.length === 0
        ? <p>No header needs to be sent with it.</p>
        : <><p className="notice">These headers are signed with the URL. Without them, exactly as they are, it is refused.</p><CopyText label="URL and headers" text={requestText(shared)} /></>}
      <CopyText label="Command" text={curlCommand(shared)} />
    </div>
  );
}

export interface ShareDialogProps {
  readonly bucket: string;
  readonly objectKey: string;
  readonly version: string | undefined;
  readonly customerKey: CustomerKey | undefined;
  readonly onClose: () => void;
}

/** Lets whoever has a URL read one object for a while. */
export function ShareDialog({ bucket, objectKey, version, customerKey, onClose }: ShareDialogProps): ReactElement {
  const { clients } = useSession();
  return (
    <ShareForm title={version === undefined ? 'Share the object' : 'Share this version'} ready about={`Whoever has the URL reads ${version === undefined ? 'the object' : 'this version'} as you do, until it expires or your access key is taken away.`} onClose={onClose}
      make={(expiresIn) => shareDownload(clients.settings('s3'), { bucket, key: objectKey, version }, expiresIn, customerKey)} />
  );
}

/** Lets whoever has a URL upload one object, sealed as is chosen here. */
export function SharedUploadDialog({ bucket, prefix, onClose }: { readonly bucket: string; readonly prefix: string; readonly onClose: () => void }): ReactElement {
  const { clients } = useSession();
  const [key, setKey] = useState(prefix);
  const [draft, setDraft] = useState(emptyDraft);
  return (
    <ShareForm title="Share an upload" ready={key !== '' && draftMistake(draft) === undefined} about="Whoever has the URL uploads one object as you would, under the encryption that you choose here." onClose={onClose}
      make={(expiresIn) => shareUpload(clients.settings('s3'), { bucket, key }, expiresIn, draft)}>
      <TextField label="Name of the object" value={key} onChange={setKey} mono />
      <SealEditor label="Encryption" draft={draft} onChange={setDraft} modes={['default', 'SSE-S3', 'SSE-KMS', 'SSE-C']} />
    </ShareForm>
  );
}
