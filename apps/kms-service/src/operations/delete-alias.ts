import { requiredAliasName } from './alias-name.js';
import type { Verb } from './verb.js';

/** Takes a name away from a key, and nothing else. Those that the service made stay. */
export const deleteAlias: Verb<'DeleteAlias'> = {
  readOnly: false,
  parameters: ({ aliasName }) => ({ aliasName }),
  async run({ aliases }, caller, { aliasName }) {
    const key = await aliases.remove(caller, requiredAliasName(aliasName));
    return { response: {}, keyArns: [key.arn] };
  },
};
