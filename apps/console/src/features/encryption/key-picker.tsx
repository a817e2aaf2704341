import type { ReactElement } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components';
import { kmsOf } from '../../clients/kms-client.js';
import { problemOf } from '../../clients/problem.js';
import { TextField } from '../../components/fields.js';
import { ChevronIcon } from '../../components/icons.js';
import { Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { useSession } from '../../session/session.js';
import { usableKeys, type UsableKey } from './usable-keys.js';

export interface KeyPickerProps {
  readonly value: string;
  readonly onChange: (keyId: string) => void;
  /** Client-side encryption cannot use the managed key: it serves S3 only. */
  readonly withManaged: boolean;
}

/** The list has an entry without a name for the managed key, and a list box none without a key. */
const MANAGED = 'managed';

/** Usable keys by alias and description. Who may not list them names one. */
export function KeyPicker({ value, onChange, withManaged }: KeyPickerProps): ReactElement {
  const { clients } = useSession();
  const keys = useLoaded((signal) => usableKeys(kmsOf(clients), signal), []);
  if (keys.state === 'loading') return <Loading what="Looking for keys …" />;
  if (keys.state === 'failed') {
    return <TextField label="KMS key" value={value} onChange={onChange} mono hint={`The keys could not be listed (${problemOf(keys.thrown).code}). Give a key’s id, ARN or alias${withManaged ? ', or nothing for alias/aws/s3' : ''}.`} />;
  }
  const listed = keys.value.filter(({ name }) => withManaged || name !== '');
  const others = value !== '' && !listed.some(({ name, arn }) => name === value || arn === value) ? [{ name: value, arn: value, description: 'The key of this object.' }] : [];
  return <KeySelect keys={[...listed, ...others]} value={value} onChange={onChange} />;
}

function KeySelect({ keys, value, onChange }: { readonly keys: readonly UsableKey[]; readonly value: string; readonly onChange: (keyId: string) => void }): ReactElement {
  const chosen = keys.find(({ name, arn }) => name === value || (arn !== '' && arn === value));
  return (
    <Select className="field" placeholder="Choose a key" value={chosen === undefined ? null : chosen.name || MANAGED} onChange={(key) => { onChange(key === MANAGED || key === null ? '' : String(key)); }}>
      <Label>KMS key</Label>
      <Button className="picker-button"><SelectValue /><ChevronIcon /></Button>
      {chosen === undefined ? null : <span className="field-hint">{chosen.description}</span>}
      <Popover>
        <ListBox className="picker-list">
          {keys.map(({ name, alias, description }) => (
            <ListBoxItem key={name || MANAGED} id={name || MANAGED} textValue={alias ?? name} className="picker-item">
              <Text slot="label">{alias ?? name}</Text>
              {description === '' ? null : <Text slot="description" className="picker-item-hint">{description}</Text>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
