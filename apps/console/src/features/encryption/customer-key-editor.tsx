import { useState, type ReactElement } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../../components/button.js';
import { saveText } from '../../components/save-text.js';
import { customerKeyFile, freshCustomerKey, parseCustomerKey, type CustomerKey } from './customer-key.js';

export interface CustomerKeyEditorProps {
  readonly customerKey: CustomerKey | undefined;
  readonly saved: boolean;
  readonly onChange: (key: CustomerKey, saved: boolean) => void;
  /** Reading needs the key that there is; a fresh one would open nothing. */
  readonly fresh?: boolean;
}

const KEY_FILE_SIZE_MAX = 1_024;

/** A customer's key: made here, shown once and saved, or loaded from the file that one saved. */
export function CustomerKeyEditor({ customerKey, saved, onChange, fresh = true }: CustomerKeyEditorProps): ReactElement {
  const [mistake, setMistake] = useState<string>();
  const load = async (files: FileList | null): Promise<void> => {
    const file = files?.item(0) ?? undefined;
    if (file === undefined) return;
    const key = file.size > KEY_FILE_SIZE_MAX ? undefined : parseCustomerKey(await file.text());
    setMistake(key === undefined ? `${file.name} holds no key.` : undefined);
    if (key !== undefined) onChange(key, true);
  };
  return (
    <div className="stack-tight">
      <div className="row">
        {fresh ? <Button onPress={() => { setMistake(undefined); onChange(freshCustomerKey(), false); }}>Make a key</Button> : null}
        <FileTrigger onSelect={(files) => { void load(files); }}><Button>Load from a file …</Button></FileTrigger>
      </div>
      {mistake === undefined ? null : <p className="field-mistake" role="alert">{mistake}</p>}
      {customerKey === undefined ? null : <Held customerKey={customerKey} saved={saved} onSaved={() => { onChange(customerKey, true); }} />}
    </div>
  );
}

function Held({ customerKey, saved, onSaved }: { readonly customerKey: CustomerKey; readonly saved: boolean; readonly onSaved: () => void }): ReactElement {
  if (saved) return <p className="notice notice-good" role="status">The key is here. It is sent with the request, used, and forgotten by the store.</p>;
  return (
    <div className="notice stack-tight" role="status">
      <p>This is the key. It is shown once, and whoever loses it loses the object.</p>
      <code>{customerKey.base64}</code>
      <div><Button weight="primary" onPress={() => { saveText('customer.key', customerKeyFile(customerKey)); onSaved(); }}>Save as a file</Button></div>
    </div>
  );
}
