import { parseDocument } from 'yaml';

/** Anchors and aliases that would grow a small file into a large document ("billion laughs") are refused beyond this. */
const ALIASES_MAX = 100;

/** The value that YAML or JSON text says; JSON is YAML too, so that one parser reads both. Throws an error whose message completes `FILE ...`. */
export function parseDocumentText(text: string): unknown {
  const yaml = parseDocument(text, { prettyErrors: false, uniqueKeys: true });
  const [fault] = yaml.errors;
  if (fault !== undefined) throw new Error(`is not YAML or JSON (at character ${String(fault.pos[0])}: ${fault.code})`);
  try {
    return yaml.toJS({ maxAliasCount: ALIASES_MAX }) as unknown;
  } catch (cause) {
    throw new Error('repeats itself by too many aliases', { cause });
  }
}
