import type { ReactElement } from 'react';
import { problemOf, type Problem } from '../../clients/problem.js';
import { Badge, type Tone } from '../../components/states.js';
import type { Reloadable } from '../../components/use-loaded.js';
import type { Overview } from '../../features/overview/fetch-overview.js';
import './overview.css';

/** How long an answer took, or what was wrong with it. */
export interface Reach {
  readonly ms: number;
  readonly problem?: Problem;
}

/** A refusal is an answer, too: the service is there. */
export async function reachOf(asked: Promise<unknown>): Promise<Reach> {
  const begun = performance.now();
  const problem = await asked.then(() => undefined, problemOf);
  const ms = Math.round(performance.now() - begun);
  return problem === undefined || (problem.status !== undefined && problem.status < 500) ? { ms } : { ms, problem };
}

interface State {
  readonly tone: Tone;
  readonly word: string;
  readonly more: string;
}

export interface ServicesDrawingProps {
  readonly s3: Reloadable<Reach>;
  readonly kms: Reloadable<Reach>;
  readonly told: Reloadable<Overview>;
}

/** The two services, and the hop between them, each with its state in words and colour. */
export function ServicesDrawing({ s3, kms, told }: ServicesDrawingProps): ReactElement {
  return (
    <ol className="services">
      <Service name="storage-service" state={storageState(s3, told)} />
      <Service name="The hop to the KMS" state={hopState(told)} isHop />
      <Service name="kms-service" state={reachState(kms)} />
    </ol>
  );
}

function Service({ name, state, isHop = false }: { readonly name: string; readonly state: State; readonly isHop?: boolean }): ReactElement {
  return (
    <li className={isHop ? 'service service-hop' : 'service'} data-tone={state.tone}>
      <strong>{name}</strong>
      <Badge tone={state.tone}>{state.word}</Badge>
      <span className="small soft">{state.more}</span>
    </li>
  );
}

function reachState(reach: Reloadable<Reach>): State {
  if (reach.state !== 'ready') return { tone: 'plain', word: 'asking', more: '' };
  const { ms, problem } = reach.value;
  return problem === undefined ? { tone: 'good', word: 'answers', more: `this browser, within ${ms} ms` } : { tone: 'danger', word: 'does not answer', more: `${problem.code}: ${problem.advice}` };
}

function storageState(s3: Reloadable<Reach>, told: Reloadable<Overview>): State {
  const reached = reachState(s3);
  if (told.state !== 'ready' || reached.tone === 'danger') return reached;
  const failing = Object.entries(told.value.checks).filter(([name, state]) => name !== 'kms' && state !== 'ok').map(([name]) => name);
  return failing.length === 0 ? reached : { tone: 'danger', word: 'fails', more: `its checks of ${failing.join(', ')} do not pass: the service’s log says why` };
}

function hopState(told: Reloadable<Overview>): State {
  if (told.state === 'loading') return { tone: 'plain', word: 'asking', more: '' };
  if (told.state === 'failed') return { tone: 'plain', word: 'unknown', more: 'only the service can tell, and did not tell you' };
  return told.value.checks['kms'] === 'ok'
    ? { tone: 'good', word: 'works', more: 'gRPC over mutual TLS' }
    : { tone: 'danger', word: 'broken', more: 'what needs a key is refused with 503, and heals by itself when the KMS answers' };
}
