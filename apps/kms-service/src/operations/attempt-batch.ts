import type { Caller } from '@coffer/iam';
import { codeOf, eventOf, type Attempt } from './attempt.js';
import type { BatchEntry, BatchOperationName, Call } from './call.js';
import { orThrow, outcomeOf, type Outcome } from './outcome.js';
import type { Requests } from './requests.js';
import type { Responses } from './responses.js';
import type { Service } from './service.js';
import type { BatchVerb } from './verb.js';
import { batchVerbs } from './verbs.js';

type BatchResponse = Responses[BatchOperationName];

/** Entries of one caller that need one key, and where they stand in the batch. */
interface Group {
  readonly name: BatchOperationName;
  readonly verb: BatchVerb<BatchOperationName>;
  readonly caller: Caller;
  readonly members: { readonly position: number; readonly call: Call; readonly request: Requests[BatchOperationName] }[];
}

/**
 * Runs every entry of a batch to its outcome, in order. Never throws.
 *
 * Entries are grouped by caller and key, because finding, allowing and opening a key costs about as much as sealing under it. Callers are
 * told apart by identity: a door decodes each once a batch, and one that came twice makes two groups.
 */
export async function attemptBatch(service: Service, entries: readonly BatchEntry[]): Promise<Attempt<BatchResponse>[]> {
  const attempts: Attempt<BatchResponse>[] = [];
  await Promise.all(groupsOf(entries).map((group) => attemptGroup(service, group, attempts)));
  return attempts;
}

function groupsOf(entries: readonly BatchEntry[]): readonly Group[] {
  const byCaller = new Map<Caller, Map<string, Group>>();
  for (const [position, { call, name, request }] of entries.entries()) {
    let byKey = byCaller.get(call.caller);
    if (byKey === undefined) byCaller.set(call.caller, (byKey = new Map<string, Group>()));
    const verb: BatchVerb<BatchOperationName> = batchVerbs[name];
    const text = `${name} ${verb.keyOf(request)}`;
    let group = byKey.get(text);
    if (group === undefined) byKey.set(text, (group = { name, verb, caller: call.caller, members: [] }));
    group.members.push({ position, call, request });
  }
  return [...byCaller.values()].flatMap((byKey) => [...byKey.values()]);
}

/** Each member's attempt goes to its position. */
async function attemptGroup(service: Service, { name, verb, caller, members }: Group, attempts: Attempt<BatchResponse>[]): Promise<void> {
  const started = performance.now();
  const time = service.now();
  const outcomes = await verb.runTogether(service, caller, members.map(({ request }) => request));
  const elapsedMs = (performance.now() - started) / members.length;
  for (const [index, { position, call, request }] of members.entries()) {
    const outcome = outcomeOf(() => orThrow(outcomes[index]));
    attempts[position] = { outcome, event: eventOf(service, call, name, verb, request, outcome, time) };
  }
  for (const [code, count] of tally(outcomes)) service.observe(name, code, elapsedMs, count);
}

function tally(outcomes: readonly Outcome<object>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(codeOf(outcome), (counts.get(codeOf(outcome)) ?? 0) + 1);
  return counts;
}
