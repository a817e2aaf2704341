/**
 * A view of a value that remembers which of its fields were looked at, at any depth. The validators of kubernetes-models look at every field
 * that their schemas have and pass over all others: what nobody has looked at is unknown to them.
 */
export function watched(value) {
  const seen = new Map();
  const views = new Map();

  function view(target) {
    if (typeof target !== 'object' || target === null) return target;
    if (!views.has(target)) {
      seen.set(target, new Set());
      views.set(target, new Proxy(target, { get: (of, key) => (seen.get(of).add(key), view(of[key])) }));
    }
    return views.get(target);
  }

  /** The paths of fields that were not looked at; below such a field nothing more is told. */
  function unseen(target, path) {
    if (typeof target !== 'object' || target === null) return [];
    return Object.keys(target).flatMap((key) => {
      const at = Array.isArray(target) ? `${path}[${key}]` : `${path}.${key}`;
      return seen.get(target)?.has(key) ? unseen(target[key], at) : [at];
    });
  }

  return { view: view(value), unseen: () => unseen(value, '') };
}
