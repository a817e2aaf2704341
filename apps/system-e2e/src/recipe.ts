/**
 * Recipes: pages of docs/recipes that are run as they stand.
 *
 *     ```yaml identities.yaml         a block whose info line has a file name is that file
 *     ```console                      a block of a session: `USER$ COMMAND`, and the lines that it prints
 *
 * In what is printed, `...` stands for anything. A command without such lines must end with 0, and what it prints does not matter.
 */
export interface RecipeStep {
  readonly user: string;
  readonly command: string;
  /** Empty: it must succeed. */
  readonly printed: string;
}

export interface Recipe {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
  readonly steps: readonly RecipeStep[];
}

const block = /^```(\w+)(?: ([\w.-]+))?\n(.*?)^```$/gms;
const prompt = /^([a-z][a-z-]*)\$ (.+)$/;

/** Throws if the page has no session: a recipe that runs nothing proves nothing. */
export function parseRecipe(markdown: string): Recipe {
  const files = new Map<string, string>();
  const steps: RecipeStep[] = [];
  for (const [, language = '', file, text = ''] of markdown.matchAll(block)) {
    if (file !== undefined) files.set(file, text);
    else if (language === 'console') steps.push(...stepsOf(text));
  }
  if (steps.length === 0) throw new Error('a recipe without a session');
  return { title: /^# (.+)$/m.exec(markdown)?.[1] ?? '', files, steps };
}

function stepsOf(text: string): RecipeStep[] {
  const steps: { user: string; command: string; printed: string[] }[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const [, user, command] = prompt.exec(line) ?? [];
    if (user !== undefined && command !== undefined) {
      steps.push({ user, command, printed: [] });
      continue;
    }
    const last = steps.at(-1);
    if (last === undefined) throw new Error(`a session begins with ${JSON.stringify(line)} and not with a command`);
    last.printed.push(line);
  }
  return steps.map(({ printed, ...step }) => ({ ...step, printed: printed.join('\n') }));
}

/** Whether `text` is `expected`, in which `...` stands for anything. White space at the ends does not count. */
export function printsAs(expected: string, text: string): boolean {
  const pieces = expected.trim().split('...');
  const [first = '', ...others] = pieces;
  const given = text.trim();
  const last = others.pop();
  if (last === undefined) return given === first;
  if (!given.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = given.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return given.endsWith(last) && given.length - last.length >= at;
}
