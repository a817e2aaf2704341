import { parseAllDocuments } from 'yaml';

/** The objects of a rendered manifest. Throws for what is not YAML, for keys that are given twice, and for what is no object of Kubernetes. */
export function readObjects(text) {
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  const mistake = documents.flatMap(({ errors }) => errors)[0];
  if (mistake !== undefined) throw new Error(mistake.message);
  const objects = documents.map((document) => document.toJS()).filter((object) => object !== null);
  const other = objects.find(({ apiVersion, kind, metadata }) => typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata?.name !== 'string');
  if (other !== undefined) throw new Error(`this has no apiVersion, kind or metadata.name: ${JSON.stringify(other).slice(0, 80)}`);
  if (objects.length === 0) throw new Error('there are no objects');
  return objects.map(unfolded);
}

/** Kustomize folds long base64, and the API server reads over the line ends; the schema's idea of base64 does not. */
function unfolded(object) {
  if (object.kind !== 'Secret' || typeof object.data !== 'object' || object.data === null) return object;
  return { ...object, data: Object.fromEntries(Object.entries(object.data).map(([key, value]) => [key, typeof value === 'string' ? value.replaceAll('\n', '') : value])) };
}
