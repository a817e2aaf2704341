import { useState, type ReactElement, type ReactNode } from 'react';
import { Button } from '../../../components/button.js';
import { FormDialog } from '../../../components/dialog.js';
import { ProblemPanel } from '../../../components/states.js';
import { downloadObject } from '../../../features/downloads/download-object.js';
import { ContextEditor } from '../../../features/encryption/context-editor.js';
import type { Pair } from '../../../components/pairs.js';
import { editorMistakes } from '../../../features/encryption/context-pairs.js';
import type { CustomerKey } from '../../../features/encryption/customer-key.js';
import type { ObjectSeal } from '../../../features/encryption/object-seal.js';
import { useSession } from '../../../session/session.js';
import { lastPart } from '../bucket-places.js';

export interface DownloadButtonProps {
  readonly bucket: string;
  readonly objectKey: string;
  readonly version: string | undefined;
  readonly size: number;
  readonly seal: ObjectSeal;
  readonly customerKey: CustomerKey | undefined;
  readonly children: ReactNode;
}

/** Saves the object. What a client sealed is opened here, under the context that the reader says. */
export function DownloadButton({ bucket, objectKey, version, size, seal, customerKey, children }: DownloadButtonProps): ReactElement {
  const { clients } = useSession();
  const [asking, setAsking] = useState(false);
  const [thrown, setThrown] = useState<unknown>();
  const [pairs, setPairs] = useState<readonly Pair[]>([]);
  const wish = { bucket, key: objectKey, version, size, customerKey, fileName: lastPart(objectKey) };
  const start = (): void => {
    setThrown(undefined);
    if (seal.clientSide) setAsking(true);
    else downloadObject(clients, wish).catch(setThrown);
  };
  return (
    <>
      <Button weight="primary" onPress={start}>{children}</Button>
      {thrown === undefined ? null : <ProblemPanel title="The download could not be begun." thrown={thrown} />}
      {asking ? (
        <FormDialog title="Open in this browser" action="Download" failure="The download could not be begun." onClose={() => { setAsking(false); }}
          ready={editorMistakes(pairs).length === 0} onSubmit={() => downloadObject(clients, { ...wish, clientSide: { context: pairs } })}>
          <p>A client sealed this object. The KMS opens its data key, and this browser opens the body. Say the context that it was sealed under.</p>
          <ContextEditor pairs={pairs} onChange={setPairs} />
        </FormDialog>
      ) : null}
    </>
  );
}
