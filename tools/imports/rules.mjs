/** The rules of imports, each a function from one import to a sentence that says what is wrong with it, or nothing. */

const isTest = (file) => /\.(spec|contract)\.ts$/.test(file) || file.includes('/test/');
const projectOf = (file, all) => all.find(({ folder }) => file.startsWith(`${folder}/`));

/** The place of a file in its app's order: its folder, or the file's own name when it stands at the top. */
function place(file, layers) {
  const app = Object.keys(layers).find((folder) => file.startsWith(`${folder}/`));
  if (app === undefined) return undefined;
  const name = file.slice(app.length + 1).split('/')[0].replace(/\.(spec\.)?tsx?$/, '');
  return { app, name, rank: layers[app].findIndex((level) => level.includes(name)) };
}

/** Every folder of an app has its place, also one whose files import nothing. */
export function withoutPlace(file, { layers }) {
  const { name, rank } = place(file, layers) ?? {};
  return rank === -1 ? `${name} has no place in tools/layers.mjs` : undefined;
}

/** Folders of an app import to the right only, and never a folder beside them. */
export function againstTheOrder({ file, target }, { layers }) {
  const from = place(file, layers);
  if (from === undefined || from.rank < 0) return undefined;
  const to = target === undefined ? undefined : place(target, layers);
  if (to === undefined || to.app !== from.app || to.rank < 0 || to.name === from.name) return undefined;
  if (to.rank < from.rank) return `${from.name} imports ${to.name}, which stands to its left`;
  return to.rank === from.rank ? `${from.name} imports ${to.name}, which stands beside it` : undefined;
}

/** A core library runs anywhere and touches nothing: of others it imports some built-ins only. Its suites may use more. */
export function beyondTheCore({ file, specifier }, { all, coreMayImport }) {
  if (isTest(file) || !projectOf(file, all)?.tags.includes('layer:core')) return undefined;
  return specifier.startsWith('.') || coreMayImport.includes(specifier) ? undefined : `a core library imports ${specifier}`;
}

/** Projects meet by their names, never by each other's files. The contract in proto/ is nobody's; `grpcElsewhere` guards it. */
export function pastTheDoor({ file, specifier, target }, { all }) {
  const [from, to] = [projectOf(file, all), target === undefined ? undefined : projectOf(target, all)];
  if (specifier.startsWith('@coffer/')) return to === undefined ? `${specifier} is no project's name` : undefined;
  return target === undefined || from === to || target.startsWith('proto/') ? undefined : `${specifier} leaves ${from?.folder ?? 'its project'}; import by the project's name`;
}

/** gRPC stays where the contract between the services is spoken. */
export function grpcElsewhere({ file, specifier }, { grpcMayLiveIn }) {
  const touches = specifier.startsWith('@grpc/') || /(^|\/)proto\//.test(specifier);
  return touches && !grpcMayLiveIn.some((folder) => file.startsWith(folder)) ? `${specifier} is imported outside of ${grpcMayLiveIn.join(', ')}` : undefined;
}

/** What is imported is there. */
export function missing({ specifier, target, exists }) {
  return target === undefined || exists ? undefined : `${specifier} does not exist`;
}

export const rules = [missing, againstTheOrder, beyondTheCore, pastTheDoor, grpcElsewhere];
