import { customKinds } from './custom-kinds.mjs';
import { watched } from './watched.mjs';

/** The class of a kind that Kubernetes brings, or undefined. The package still has versions that no server of today has: all of them alpha or beta. */
async function builtIn({ apiVersion, kind }) {
  if (!/(^|\/)v\d+$/.test(apiVersion) || apiVersion.startsWith('extensions/')) return undefined;
  try {
    return (await import(`kubernetes-models/${apiVersion}`))[kind];
  } catch (error) {
    if (error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' || error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** What the schema of an object's kind has against it, one sentence each: types, required fields, unknown fields, unknown kinds. */
export async function schemaMistakes(object) {
  const own = customKinds.get(`${object.apiVersion} ${object.kind}`);
  if (own !== undefined) return ownMistakes(own, object);
  const Kind = await builtIn(object);
  if (Kind === undefined) return [`no schema is known of ${object.apiVersion} ${object.kind}: see tools/manifests/custom-kinds.mjs`];
  const { view, unseen } = watched(object);
  const mistakes = [];
  try {
    Kind.prototype.validate.call(view);
  } catch (error) {
    mistakes.push(...error.message.split('\n').map((line) => line.trim()).filter((line) => line !== ''));
  }
  // What has the wrong type was not looked into, and is told already.
  return mistakes.length > 0 ? mistakes : unseen().map((path) => `${path}: unknown field`);
}

function ownMistakes(schema, object) {
  const { success, error } = schema.safeParse(object);
  return success ? [] : error.issues.flatMap((issue) => flat(issue)).map(({ path, message }) => `.${path.join('.')}: ${message}`);
}

/** The issues of the variant that comes nearest, for a union: zod tells all of them. */
function flat(issue) {
  if (issue.code !== 'invalid_union') return [issue];
  const nearest = [...issue.errors].sort((one, other) => one.length - other.length)[0] ?? [];
  return nearest.length === 0 ? [issue] : nearest.flatMap((inner) => flat({ ...inner, path: [...issue.path, ...inner.path] }));
}
