import { containerRules } from './rules/containers.mjs';
import { monitoringRules } from './rules/monitoring.mjs';
import { networkRules } from './rules/network.mjs';
import { podRules } from './rules/pods.mjs';
import { referenceRules } from './rules/references.mjs';
import { schemaMistakes } from './schema.mjs';
import { nameOf, worldOf } from './world.mjs';

/** Every rule, by the name that findings tell. Each finds `{ object, what }` in a world of objects. */
export const rules = [...containerRules, ...podRules, ...networkRules, ...referenceRules, ...monitoringRules];

/**
 * What is wrong with the objects of one rendered manifest: `{ rule, object, what }`, in the order of the rules. Rules rely on types, so they are
 * asked only when the schemas (the rule `schema`) have nothing against any object.
 */
export async function checkObjects(objects, known) {
  const mistakes = [];
  for (const object of objects) mistakes.push(...(await schemaMistakes(object)).map((what) => ({ rule: 'schema', object: nameOf(object), what })));
  if (mistakes.length > 0) return mistakes;
  const world = worldOf(objects, known);
  return rules.flatMap(({ name, find }) => find(world).map((found) => ({ rule: name, ...found })));
}
