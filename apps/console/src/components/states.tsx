import type { ReactElement, ReactNode } from 'react';
import { problemOf } from '../clients/problem.js';
import { Button } from './button.js';
import './states.css';

export interface ProblemPanelProps {
  /** What was being done: "The buckets could not be listed." */
  readonly title: string;
  readonly thrown: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What failed, by which request, and what to do. */
export function ProblemPanel({ title, thrown, onRetry }: ProblemPanelProps): ReactElement {
  const { message, code, status, requestId, advice } = problemOf(thrown);
  const facts = [code, ...(status === undefined ? [] : [`status ${status}`])].join(', ');
  return (
    <div className="problem" role="alert">
      <p className="problem-title">{title}</p>
      <p>{message}</p>
      <p>{advice}</p>
      <p className="problem-facts">{facts}{requestId === undefined ? null : <>, request id <code>{requestId}</code></>}</p>
      {onRetry === undefined ? null : <div><Button onPress={onRetry}>Try again</Button></div>}
    </div>
  );
}

export function Loading({ what }: { readonly what: string }): ReactElement {
  return <p className="loading" role="status">{what}</p>;
}

export interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing is here: what would be, and how it comes. */
export function Empty({ title, children, action }: EmptyProps): ReactElement {
  return <div className="empty"><h2>{title}</h2><p>{children}</p>{action}</div>;
}

export type Tone = 'plain' | 'good' | 'warning' | 'danger' | 'accent';

export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }): ReactElement {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** Pairs of a name and what is known of it; what is not known is left out by who calls. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }): ReactElement {
  return <dl className="facts">{facts.map(([name, value]) => [<dt key={`${name}-name`}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>])}</dl>;
}
