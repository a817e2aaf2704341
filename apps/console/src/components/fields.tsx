import type { ReactElement, ReactNode } from 'react';
import {
  CheckboxButton, CheckboxField, FieldError, Input, Label, RadioButton, RadioField, RadioGroup, SwitchButton, SwitchField, Text, TextArea, TextField as AriaTextField,
} from 'react-aria-components';
import { CheckIcon, MinusIcon } from './icons.js';
import './fields.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  /** What is wrong with the value, or nothing. */
  readonly mistake?: string | undefined;
  readonly kind?: 'text' | 'password';
  readonly mono?: boolean;
  readonly lines?: boolean;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
}

export function TextField({ label, hint, mistake, kind = 'text', mono = false, lines = false, required = false, ...input }: TextFieldProps): ReactElement {
  return (
    <AriaTextField {...input} type={kind} isRequired={required} isInvalid={mistake !== undefined} validationBehavior="aria" className={`field${mono ? ' field-mono' : ''}`} spellCheck="false">
      <Label>{label}</Label>
      {lines ? <TextArea /> : <Input autoCapitalize="off" />}
      {hint === undefined ? null : <Text slot="description" className="field-hint">{hint}</Text>}
      <FieldError className="field-mistake">{mistake}</FieldError>
    </AriaTextField>
  );
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly name: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

export interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly choices: readonly Choice<T>[];
}

/** One of a few, each with a sentence. */
export function Choices<T extends string>({ label, value, onChange, choices }: ChoicesProps<T>): ReactElement {
  return (
    <RadioGroup className="field" value={value} onChange={(chosen) => { onChange(chosen as T); }}>
      <Label className="field-label">{label}</Label>
      <div className="choice-list">
        {choices.map((choice) => (
          <RadioField key={choice.value} value={choice.value} isDisabled={choice.disabled === true}>
            <RadioButton className="choice">
              <span className="choice-dot" />
              <span className="choice-name">{choice.name}</span>
              {choice.hint === undefined ? null : <span className="choice-hint">{choice.hint}</span>}
            </RadioButton>
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  );
}

export interface ToggleProps {
  readonly label: ReactNode;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly hint?: ReactNode;
}

export function Toggle({ label, on, onChange, hint }: ToggleProps): ReactElement {
  return (
    <SwitchField className="field" isSelected={on} onChange={onChange}>
      <SwitchButton className="switch">
        <span className="switch-track" />
        {label}
      </SwitchButton>
      {hint === undefined ? null : <Text slot="description" className="field-hint">{hint}</Text>}
    </SwitchField>
  );
}

export interface TickProps {
  readonly label: ReactNode;
  /** Shown to nobody: in tables a row's tick is named for what it ticks. */
  readonly hiddenLabel?: boolean;
  readonly on: boolean;
  readonly some?: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Tick({ label, hiddenLabel = false, on, some = false, onChange }: TickProps): ReactElement {
  return (
    <CheckboxField isSelected={on} isIndeterminate={some} onChange={onChange}>
      <CheckboxButton className="tick">
        <span className="tick-box">{some ? <MinusIcon /> : on ? <CheckIcon /> : null}</span>
        <span className={hiddenLabel ? 'visually-hidden' : undefined}>{label}</span>
      </CheckboxButton>
    </CheckboxField>
  );
}
