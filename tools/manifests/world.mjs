/** Kinds that lie in no namespace; all others do. */
const CLUSTER_WIDE = new Set([
  'Namespace', 'ClusterRole', 'ClusterRoleBinding', 'ClusterIssuer', 'CustomResourceDefinition', 'IngressClass', 'PersistentVolume', 'PriorityClass', 'StorageClass',
]);

/** Kinds whose pods end by themselves, so that nobody asks whether they are ready. */
const ENDING = new Set(['Job', 'CronJob']);

export const nameOf = ({ kind, metadata }) => `${kind}/${metadata.name}`;
export const isNamespaced = ({ kind }) => !CLUSTER_WIDE.has(kind);

/** The template of a workload's pods, or undefined for what has none. */
function podOf({ kind, metadata, spec }) {
  if (kind === 'Pod') return { metadata, spec };
  if (kind === 'CronJob') return spec?.jobTemplate?.spec?.template;
  return spec?.template?.spec?.containers === undefined ? undefined : spec.template;
}

/** What rules look at: the objects of one rendered manifest, its workloads with their pods and containers, and the names that the docs know. */
export function worldOf(objects, known) {
  const workloads = objects.flatMap((object) => {
    const pod = podOf(object);
    if (pod?.spec === undefined) return [];
    const { containers = [], initContainers = [] } = pod.spec;
    return [{ object, labels: pod.metadata?.labels ?? {}, spec: pod.spec, containers, all: [...initContainers, ...containers], isLasting: !ENDING.has(object.kind) }];
  });
  const ofKind = (kind) => objects.filter((object) => object.kind === kind);
  return { objects, workloads, known, ofKind, find: (kind, name) => ofKind(kind).find(({ metadata }) => metadata.name === name) };
}

/** Whether a label selector (matchLabels and matchExpressions) selects these labels. One that is not given selects nothing, an empty one everything. */
export function selects(selector, labels = {}) {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && matchExpressions.every((expression) => meets(expression, labels));
}

function meets({ key, operator, values = [] }, labels) {
  switch (operator) {
    case 'In': return values.includes(labels[key]);
    case 'NotIn': return !values.includes(labels[key]);
    case 'Exists': return key in labels;
    default: return !(key in labels);
  }
}
