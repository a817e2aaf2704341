/** Rules of pods and of where they lie. */
import { isNamespaced, nameOf, selects } from '../world.mjs';

/** Workloads that talk with the API server; no other pod has a token for it. */
const MAY_USE_API = ['cluster-init'];

/** Modes of Pod Security Admission, each a label of the namespace. */
const MODES = ['enforce', 'audit', 'warn'];

const finding = (object, what) => ({ object: nameOf(object), what });

const noHost = ({ workloads }) =>
  workloads.flatMap(({ object, spec, all }) => [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => spec[name] === true).map((name) => finding(object, `${name} is not allowed`)),
    ...(spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => finding(object, `volume ${name}: hostPath is not allowed`)),
    ...all.flatMap(({ name, ports = [] }) => ports.filter(({ hostPort }) => hostPort !== undefined).map(({ hostPort }) => finding(object, `container ${name}: hostPort ${hostPort} is not allowed`))),
  ]);

const noToken = ({ workloads }) =>
  workloads
    .filter(({ object, spec }) => spec.automountServiceAccountToken !== false && !MAY_USE_API.includes(object.metadata.name))
    .map(({ object }) => finding(object, 'automountServiceAccountToken is not false, and it does not use the API'));

const ownSelector = ({ workloads }) =>
  workloads.filter(({ object, labels }) => object.spec.selector !== undefined && !selects(object.spec.selector, labels)).map(({ object }) => finding(object, 'its selector does not select its own pods'));

function oneNamespace({ objects, ofKind }) {
  const [namespace, another] = ofKind('Namespace');
  if (namespace === undefined || another !== undefined) return [{ object: 'Namespace', what: 'there must be one Namespace' }];
  const { name } = namespace.metadata;
  return objects.flatMap((object) => [
    ...(isNamespaced(object) && object.metadata.namespace !== name ? [finding(object, `lies in ${object.metadata.namespace ?? 'no namespace'}, not in ${name}`)] : []),
    ...(object.subjects ?? []).filter(({ kind, namespace: of }) => kind === 'ServiceAccount' && of !== name).map((subject) => finding(object, `its subject ${subject.name} is not of ${name}`)),
  ]);
}

const podSecurity = ({ ofKind }) =>
  ofKind('Namespace').flatMap((namespace) =>
    MODES.filter((mode) => namespace.metadata.labels?.[`pod-security.kubernetes.io/${mode}`] !== 'restricted').map((mode) => finding(namespace, `pod-security.kubernetes.io/${mode} is not restricted`)),
  );

function once({ objects }) {
  const keyOf = (object) => `${object.apiVersion} ${nameOf(object)} ${object.metadata.namespace}`;
  const seen = new Set();
  return objects.filter((object) => seen.size === seen.add(keyOf(object)).size).map((object) => finding(object, 'is there twice'));
}

export const podRules = [
  { name: 'no-host', find: noHost },
  { name: 'no-token', find: noToken },
  { name: 'own-selector', find: ownSelector },
  { name: 'namespace', find: oneNamespace },
  { name: 'pod-security', find: podSecurity },
  { name: 'once', find: once },
];
