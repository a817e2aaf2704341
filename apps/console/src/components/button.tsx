import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import './button.css';

export type Weight = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly weight?: Weight;
  readonly children: ReactNode;
}

/** One page or dialog has one primary button: what a person most likely came to do. */
export function Button({ weight = 'plain', ...props }: ButtonProps): ReactElement {
  return <AriaButton {...props} className={`button button-${weight}`} />;
}

export interface LinkButtonProps {
  readonly to: string;
  readonly weight?: Weight;
  readonly children: ReactNode;
}

/** Looks as a button and goes somewhere, so it is a link. */
export function LinkButton({ to, weight = 'plain', children }: LinkButtonProps): ReactElement {
  return <a className={`button button-${weight}`} href={to}>{children}</a>;
}
