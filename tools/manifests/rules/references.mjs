/** Rules of what one object calls another, a setting, or a volume by name. */
import { nameOf } from '../world.mjs';

const finding = (object, what) => ({ object: nameOf(object), what });

/** Secrets that are not in the manifests because something there makes them: a certificate, an external store, a Job that may read just these. */
function madeSecrets({ ofKind }) {
  return new Set([
    ...ofKind('Certificate').map(({ spec }) => spec.secretName),
    ...ofKind('ExternalSecret').map(({ spec }) => spec.target.name),
    ...ofKind('Role').flatMap(({ rules = [] }) => rules.filter(({ resources = [] }) => resources.includes('secrets')).flatMap(({ resourceNames = [] }) => resourceNames)),
  ]);
}

/** Everything that a pod needs by name: `{ kind, name, key?, isOptional, place }`. */
function needs({ spec, all }) {
  const volume = (place, { configMap, secret }) => [
    ...(configMap === undefined ? [] : [{ kind: 'ConfigMap', name: configMap.name, items: configMap.items, isOptional: configMap.optional === true, place }]),
    ...(secret === undefined ? [] : [{ kind: 'Secret', name: secret.secretName ?? secret.name, items: secret.items, isOptional: secret.optional === true, place }]),
  ];
  const variable = (place, kind, ref) => (ref === undefined ? [] : [{ kind, name: ref.name, items: ref.key === undefined ? [] : [{ key: ref.key }], isOptional: ref.optional === true, place }]);
  return [
    ...(spec.volumes ?? []).flatMap((given) => [given, ...(given.projected?.sources ?? [])].flatMap((source) => volume(`volume ${given.name}`, source))),
    ...all.flatMap(({ name, env = [], envFrom = [] }) => [
      ...env.flatMap(({ valueFrom: from = {} }) => [...variable(`container ${name}`, 'ConfigMap', from.configMapKeyRef), ...variable(`container ${name}`, 'Secret', from.secretKeyRef)]),
      ...envFrom.flatMap(({ configMapRef, secretRef }) => [...variable(`container ${name}`, 'ConfigMap', configMapRef), ...variable(`container ${name}`, 'Secret', secretRef)]),
    ]),
  ];
}

function references(world) {
  const made = madeSecrets(world);
  return world.workloads.flatMap((workload) =>
    needs(workload).flatMap(({ kind, name, items = [], isOptional, place }) => {
      const target = world.find(kind, name);
      if (target === undefined) return isOptional || (kind === 'Secret' && made.has(name)) ? [] : [finding(workload.object, `${place}: no ${kind} ${name}, and it is not optional`)];
      const has = { ...target.data, ...target.stringData, ...target.binaryData };
      return items.filter(({ key }) => !(key in has)).map(({ key }) => finding(workload.object, `${place}: ${kind} ${name} has no key ${key}`));
    }),
  );
}

const mounts = ({ workloads }) =>
  workloads.flatMap(({ object, spec, all }) => {
    const volumes = new Set([...(spec.volumes ?? []).map(({ name }) => name), ...(object.spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name)]);
    return all.flatMap(({ name, volumeMounts = [] }) => volumeMounts.filter((mount) => !volumes.has(mount.name)).map((mount) => finding(object, `container ${name}: no volume ${mount.name}`)));
  });

const accounts = ({ workloads, find }) =>
  workloads.filter(({ spec }) => find('ServiceAccount', spec.serviceAccountName) === undefined).map(({ object, spec }) => finding(object, `no ServiceAccount ${spec.serviceAccountName ?? 'of its own'}`));

/** A service refuses to start over a COFFER_ variable that it does not know; better told here. */
function settings({ workloads, known, find }) {
  return workloads.flatMap(({ object, all }) =>
    all.flatMap(({ name, env = [], envFrom = [] }) => {
      const given = [...env.map((variable) => variable.name), ...envFrom.flatMap(({ configMapRef, secretRef }) => keysOf(find('ConfigMap', configMapRef?.name)).concat(keysOf(find('Secret', secretRef?.name))))];
      return given.filter((variable) => variable.startsWith('COFFER_') && !known.settings.has(variable)).map((variable) => finding(object, `container ${name}: ${variable} is no setting of docs/settings.md`));
    }),
  );
}

const keysOf = (object) => Object.keys({ ...object?.data, ...object?.stringData });

export const referenceRules = [
  { name: 'reference', find: references },
  { name: 'volume-mount', find: mounts },
  { name: 'service-account', find: accounts },
  { name: 'settings', find: settings },
];
