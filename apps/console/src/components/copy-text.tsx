import { useState, type ReactElement } from 'react';
import { Button } from './button.js';
import { TextField } from './fields.js';

export interface CopyTextProps {
  readonly label: string;
  readonly text: string;
}

/** A text to take along. It stands in a field as well, for browsers that let no page write to the clipboard. */
export function CopyText({ label, text }: CopyTextProps): ReactElement {
  const [copied, setCopied] = useState<string>();
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(() => { setCopied('Copied.'); }, () => { setCopied('This browser does not let the page copy: select the text.'); });
  };
  return (
    <div className="stack-tight">
      <TextField label={label} value={text} onChange={() => undefined} lines />
      <div className="row"><Button onPress={copy}>Copy {label.toLowerCase()}</Button><span className="small soft" role="status">{copied}</span></div>
    </div>
  );
}
