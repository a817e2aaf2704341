import { useState, type ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { Button } from '../../../components/button.js';
import { FormDialog } from '../../../components/dialog.js';
import { LoadedView } from '../../../components/loaded-view.js';
import type { Pair } from '../../../components/pairs.js';
import { Facts } from '../../../components/states.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { objectTags, putObjectTags, type Tagged } from '../../../features/tags/object-tags.js';
import { tagMistakes } from '../../../features/tags/tag-rules.js';
import { TagsEditor } from '../../../features/tags/tags-editor.js';
import { useSession } from '../../../session/session.js';

/** The tags of an object, or of one version of it: they change without its being written anew. */
export function TagsPanel(tagged: Tagged): ReactElement {
  const { clients } = useSession();
  const [editing, setEditing] = useState(false);
  const { bucket, objectKey, version } = tagged;
  const loaded = useLoaded((signal) => objectTags(s3Of(clients), tagged, signal), [bucket, objectKey, version]);
  return (
    <section className="panel stack" aria-labelledby="tags-heading">
      <div className="row-spread">
        <h2 id="tags-heading">Tags</h2>
        {loaded.state === 'ready' ? <Button onPress={() => { setEditing(true); }}>Edit tags</Button> : null}
      </div>
      <LoadedView loaded={loaded} loading="Loading the tags …" failure="The tags could not be read.">
        {(tags) => (
          <>
            {tags.length === 0 ? <p className="soft">No tags.</p> : <Facts facts={tags.map((tag) => [tag.key, <code key={tag.key}>{tag.value}</code>])} />}
            {editing ? <TagsDialog tagged={tagged} before={tags} onChanged={loaded.reload} onClose={() => { setEditing(false); }} /> : null}
          </>
        )}
      </LoadedView>
    </section>
  );
}

interface TagsDialogProps {
  readonly tagged: Tagged;
  readonly before: readonly Pair[];
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

function TagsDialog({ tagged, before, onChanged, onClose }: TagsDialogProps): ReactElement {
  const { clients } = useSession();
  const [tags, setTags] = useState(before);
  const change = async (signal: AbortSignal): Promise<void> => {
    await putObjectTags(s3Of(clients), tagged, tags, signal);
    onChanged();
  };
  return (
    <FormDialog title="Edit tags" action="Change" failure="The tags were not changed." wide ready={tagMistakes(tags).length === 0} onClose={onClose} onSubmit={change}>
      <TagsEditor tags={tags} onChange={setTags} />
    </FormDialog>
  );
}
