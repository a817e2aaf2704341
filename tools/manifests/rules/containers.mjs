/** Rules of containers. Each gives what is wrong with one container: sentences. */
import { nameOf } from '../world.mjs';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const ADMIN = 'admin';

const ofEach = (wrong) => ({ workloads }) =>
  workloads.flatMap((workload) => workload.all.flatMap((container) => wrong(container, workload).map((what) => ({ object: nameOf(workload.object), what: `container ${container.name}: ${what}` }))));

const must = (holds, what) => (holds ? [] : [what]);

function probes(container, { isLasting, containers }) {
  if (!isLasting || !containers.includes(container)) return [];
  const admin = container.ports?.find(({ name }) => name === ADMIN)?.containerPort;
  if (admin === undefined) return [`no port named ${ADMIN}, which probes ask`];
  return PROBES.flatMap((name) => {
    const port = container[name]?.httpGet?.port;
    return must(port === ADMIN || port === admin, container[name] === undefined ? `no ${name}` : `${name} does not ask the port ${ADMIN}`);
  });
}

function resources({ resources: { requests = {}, limits = {} } = {} }) {
  return [['requests.cpu', requests.cpu], ['requests.memory', requests.memory], ['limits.memory', limits.memory]].flatMap(([name, value]) => must(value !== undefined, `no resources.${name}`));
}

function image({ image: name = '' }) {
  if (/@sha256:[0-9a-f]{64}$/.test(name)) return [];
  const tag = name.match(/:([^:/]+)$/)?.[1];
  return must(tag !== undefined && tag !== 'latest', `image ${name} needs a tag other than latest, or a digest`);
}

export const containerRules = [
  { name: 'run-as-non-root', find: ofEach(({ securityContext: own = {} }, { spec: { securityContext: pod = {} } }) => [
    ...must((own.runAsNonRoot ?? pod.runAsNonRoot) === true, 'runAsNonRoot is not true'),
    ...must((own.runAsUser ?? pod.runAsUser) !== 0, 'runAsUser is 0'),
  ]) },
  { name: 'read-only-root', find: ofEach(({ securityContext: own }) => must(own?.readOnlyRootFilesystem === true, 'readOnlyRootFilesystem is not true')) },
  { name: 'no-escalation', find: ofEach(({ securityContext: own }) => [
    ...must(own?.allowPrivilegeEscalation === false, 'allowPrivilegeEscalation is not false'),
    ...must(own?.privileged !== true, 'privileged'),
  ]) },
  { name: 'no-capabilities', find: ofEach(({ securityContext: own }) => [
    ...must(own?.capabilities?.drop?.includes('ALL') === true, 'capabilities.drop lacks ALL'),
    ...must((own?.capabilities?.add ?? []).length === 0, 'capabilities.add is not empty'),
  ]) },
  { name: 'seccomp', find: ofEach(({ securityContext: own = {} }, { spec: { securityContext: pod = {} } }) => must((own.seccompProfile ?? pod.seccompProfile)?.type === 'RuntimeDefault', 'seccompProfile is not RuntimeDefault')) },
  { name: 'resources', find: ofEach(resources) },
  { name: 'probes', find: ofEach(probes) },
  { name: 'image-tag', find: ofEach(image) },
];
