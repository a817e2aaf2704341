import { ScheduleKeyDeletionCommand, type KeyMetadata } from '@aws-sdk/client-kms';
import { useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { trailOf } from '../../clients/trail-client.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import { useLoaded } from '../../components/use-loaded.js';
import { deletionDay } from '../../features/keys/key-age.js';
import { dependentsOf } from '../../features/keys/dependents.js';
import { count } from '../../format/format.js';
import { href } from '../../router/route.js';
import { useSession } from '../../session/session.js';

export interface DeleteKeyDialogProps {
  readonly metadata: KeyMetadata;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

const [DAYS_MIN, DAYS_MAX] = [7, 30];

/** What depends on the key and the day on which it is gone, before anything is done. */
export function DeleteKeyDialog({ metadata, onClose, onChanged }: DeleteKeyDialogProps): ReactElement {
  const { clients } = useSession();
  const [days, setDays] = useState(String(DAYS_MAX));
  const dependents = useLoaded((signal) => dependentsOf(clients, trailOf(clients), metadata.Arn ?? '', signal), [metadata.Arn]);
  const wanted = /^\d{1,2}$/.test(days) ? Number(days) : 0;
  const mistake = wanted >= DAYS_MIN && wanted <= DAYS_MAX ? undefined : `Wait from ${DAYS_MIN} to ${DAYS_MAX} days.`;
  const schedule = async (abortSignal: AbortSignal): Promise<void> => {
    await kmsOf(clients).send(new ScheduleKeyDeletionCommand({ KeyId: metadata.KeyId, PendingWindowInDays: wanted }), { abortSignal });
    onChanged();
  };
  return (
    <FormDialog title="Schedule the key’s deletion" action="Schedule deletion" weight="danger" ready={mistake === undefined} failure="The deletion was not scheduled." onClose={onClose} onSubmit={schedule}>
      <div className="notice stack-tight">
        <p><strong>What depends on it.</strong> {dependents.state === 'ready' ? dependentsText(dependents.value) : dependents.state === 'loading' ? 'Counting …' : 'It could not be counted with your permissions, so take it that something does.'}</p>
        <p>Until the day comes the key is disabled, and this can be cancelled. After it nobody opens those objects again, whoever asks.</p>
      </div>
      <TextField label="Waiting time in days" value={days} onChange={setDays} mistake={mistake} hint={mistake === undefined ? `The key is gone on ${deletionDay(wanted, new Date())}.` : undefined} />
      <p className="small"><a href={href(['audit'], { key: metadata.Arn ?? '' })}>See in the audit who used it lately</a></p>
    </FormDialog>
  );
}

function dependentsText({ objects, isComplete, seen }: Awaited<ReturnType<typeof dependentsOf>>): string {
  const used = `The audit names ${count(seen, 'object')} in its latest uses.`;
  if (objects === undefined) return used;
  return `${isComplete ? '' : 'At least '}${count(objects, 'object')} in all buckets ${objects === 1 ? 'is' : 'are'} sealed under it. ${used}`;
}
