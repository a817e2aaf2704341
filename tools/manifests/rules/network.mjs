/** Rules of what selects pods by their labels and ports: Services, Ingresses, NetworkPolicies, disruption budgets, monitors. */
import { nameOf, selects } from '../world.mjs';

const finding = (object, what) => ({ object: nameOf(object), what });

/** A port by its name, or by its number, of any of these pods. */
const hasPort = (workload, port) => workload.containers.some(({ ports = [] }) => ports.some(({ name, containerPort }) => port === name || port === containerPort));

/** It selects every pod, names both directions and lets nothing through. */
const deniesAll = ({ spec }) =>
  Object.keys(spec.podSelector ?? { absent: true }).length === 0 && ['Ingress', 'Egress'].every((type) => spec.policyTypes?.includes(type)) && (spec.ingress ?? []).length === 0 && (spec.egress ?? []).length === 0;

const defaultDeny = ({ ofKind, workloads }) => (workloads.length === 0 || ofKind('NetworkPolicy').some(deniesAll) ? [] : [{ object: 'NetworkPolicy', what: 'none denies everything by default, in both directions' }]);

function policies({ ofKind, workloads }) {
  return ofKind('NetworkPolicy').flatMap((policy) => {
    const chosen = workloads.filter(({ labels }) => selects(policy.spec.podSelector, labels));
    if (chosen.length === 0) return [finding(policy, 'selects no pods')];
    const ports = (policy.spec.ingress ?? []).flatMap(({ ports: list = [] }) => list.map(({ port }) => port)).filter((port) => port !== undefined);
    return ports.filter((port) => !chosen.some((workload) => hasPort(workload, port))).map((port) => finding(policy, `lets in to port ${port}, which no pod of it has`));
  });
}

const budgets = ({ ofKind, workloads }) => [
  ...ofKind('PodDisruptionBudget').filter(({ spec }) => !workloads.some(({ labels, isLasting }) => isLasting && selects(spec.selector, labels))).map((budget) => finding(budget, 'matches no workload')),
  ...workloads
    .filter(({ isLasting, labels }) => isLasting && !ofKind('PodDisruptionBudget').some(({ spec }) => selects(spec.selector, labels)))
    .map(({ object }) => finding(object, 'has no PodDisruptionBudget')),
];

function services({ ofKind, workloads }) {
  return ofKind('Service').filter(({ spec }) => spec.selector !== undefined).flatMap((service) => {
    const chosen = workloads.filter(({ labels }) => selects({ matchLabels: service.spec.selector }, labels));
    if (chosen.length === 0) return [finding(service, 'selects no pods')];
    const targets = (service.spec.ports ?? []).map(({ port, targetPort }) => targetPort ?? port);
    return targets.filter((target) => !chosen.every((workload) => hasPort(workload, target))).map((target) => finding(service, `targetPort ${target} is no port of its pods`));
  });
}

const headless = ({ ofKind, find }) =>
  ofKind('StatefulSet').filter(({ spec }) => find('Service', spec.serviceName)?.spec.clusterIP !== 'None').map((set) => finding(set, `serviceName ${set.spec.serviceName}: no headless Service of that name`));

function ingresses({ ofKind, find }) {
  return ofKind('Ingress').flatMap((ingress) => {
    const backends = [ingress.spec.defaultBackend, ...(ingress.spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend)].map((backend) => backend?.service).filter((service) => service !== undefined);
    return backends
      .filter(({ name, port }) => !find('Service', name)?.spec.ports.some((given) => (port.name === undefined ? given.port === port.number : given.name === port.name)))
      .map(({ name, port }) => finding(ingress, `backend ${name}:${port.name ?? port.number} is no port of a Service`));
  });
}

/** What a monitor scrapes: a Service of its labels, with a port of that name. */
function monitors({ ofKind }) {
  return ofKind('ServiceMonitor').flatMap((monitor) => {
    const chosen = ofKind('Service').filter(({ metadata }) => selects(monitor.spec.selector, metadata.labels));
    return monitor.spec.endpoints
      .filter(({ port }) => !chosen.some(({ spec }) => spec.ports.some(({ name }) => name === port)))
      .map(({ port }) => finding(monitor, `no Service that it selects has a port ${port}`));
  });
}

export const networkRules = [
  { name: 'default-deny', find: defaultDeny },
  { name: 'network-policy', find: policies },
  { name: 'disruption-budget', find: budgets },
  { name: 'service', find: services },
  { name: 'headless-service', find: headless },
  { name: 'ingress', find: ingresses },
  { name: 'service-monitor', find: monitors },
];
