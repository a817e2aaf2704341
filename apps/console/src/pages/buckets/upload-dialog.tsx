import { useState, type ReactElement } from 'react';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import type { Pair } from '../../components/pairs.js';
import { useLoaded } from '../../components/use-loaded.js';
import { hasDsse } from '../../features/encryption/dsse.js';
import { SealEditor } from '../../features/encryption/seal-editor.js';
import { draftMistake, emptyDraft, type SealMode } from '../../features/encryption/seal.js';
import { tagMistakes } from '../../features/tags/tag-rules.js';
import { TagsEditor } from '../../features/tags/tags-editor.js';
import { uploadsOf } from '../../features/uploads/uploads.js';
import { count, formatSize } from '../../format/format.js';
import { useSession } from '../../session/session.js';

/** A file, and the name under which it stood where it was chosen: with its folders when a folder was dropped. */
export interface ChosenFile {
  readonly name: string;
  readonly file: File;
}

export interface UploadDialogProps {
  readonly bucket: string;
  readonly prefix: string;
  readonly files: readonly ChosenFile[];
  readonly onClose: () => void;
}

const FILES_NAMED_MAX = 5;
const MODES: readonly SealMode[] = ['default', 'SSE-S3', 'SSE-KMS', 'SSE-C', 'client-side'];

/** Where the files go, how they are sealed, and what tags they have. */
export function UploadDialog({ bucket, prefix, files, onClose }: UploadDialogProps): ReactElement {
  const { clients } = useSession();
  const [folder, setFolder] = useState(prefix);
  const [draft, setDraft] = useState(emptyDraft);
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const dsse = useLoaded(() => hasDsse(clients, bucket), [bucket]);
  const modes = dsse.state === 'ready' && dsse.value ? [...MODES, 'DSSE-KMS' as const] : MODES;
  const mistake = draftMistake(draft);
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const upload = async (): Promise<void> => { uploadsOf(clients).add(files.map(({ name, file }) => ({ bucket, key: `${folder}${name}`, file, seal: draft, tags }))); };
  return (
    <FormDialog title={`Upload ${count(files.length, 'file')}`} action="Upload" failure="The upload could not be begun." wide onClose={onClose} onSubmit={upload} ready={mistake === undefined && tagMistakes(tags).length === 0}>
      <p>{files.slice(0, FILES_NAMED_MAX).map(({ name }) => name).join(', ')}{files.length > FILES_NAMED_MAX ? ` and ${count(files.length - FILES_NAMED_MAX, 'more', 'more')}` : ''}: {formatSize(size)} in all.</p>
      <TextField label="Folder" value={folder} onChange={setFolder} mono hint={`Goes before each name. In ${bucket}, an object of the same name is replaced.`} />
      <SealEditor label="Encryption" draft={draft} onChange={setDraft} modes={modes} />
      <TagsEditor tags={tags} onChange={setTags} />
      {mistake === undefined ? null : <p className="field-mistake" role="status">{mistake}</p>}
    </FormDialog>
  );
}
