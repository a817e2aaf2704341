/** What comes from elsewhere: of Prometheus itself, of the kubelet, and of kube-state-metrics. */
const OF_OTHERS = new Set(['up', 'kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes', 'kube_pod_status_ready']);

/** Labels that Prometheus gives to every series that it scrapes in Kubernetes, and the one that all of ours have. */
const OF_TARGETS = new Set(['service', 'namespace', 'pod', 'job', 'instance', 'container', 'endpoint']);

const WORDS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);

/**
 * The metrics that a PromQL expression names, each with the labels that its braces ask for. It reads as much of the language as that needs:
 * a name that no parenthesis follows, and that is neither a word of the language nor in the list of a grouping.
 */
export function metricsIn(expression) {
  const text = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  return [...text.matchAll(/(?<![\w$.:])([a-zA-Z_:][\w:]*)(?:\s*\{([^}]*)\})?(?![\w:]|\s*\()/g)]
    .filter(([, name]) => !WORDS.has(name.toLowerCase()))
    .map(([, name, braces = '']) => ({ name, labels: [...braces.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((match) => match[1]) }));
}

/** What is wrong with the names of an expression: sentences. */
export function unknownNames(expression, metrics) {
  return metricsIn(expression).flatMap(({ name, labels }) => {
    if (OF_OTHERS.has(name)) return [];
    if (!metrics.has(name)) return [`${name} is no metric of docs/metrics.md`];
    const has = metrics.get(name);
    return has === undefined ? [] : labels.filter((label) => !has.has(label) && !OF_TARGETS.has(label)).map((label) => `${name} has no label ${label}`);
  });
}
