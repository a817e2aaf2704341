import { aliasNameOf, ownAliasName } from './alias-name.js';
import { requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** Makes an alias name another key of the account. */
export const updateAlias: Verb<'UpdateAlias'> = {
  readOnly: false,
  parameters: ({ aliasName, targetKeyId }) => ({ aliasName, targetKeyId }),
  async run({ aliases }, caller, { aliasName, targetKeyId }) {
    const target = requiredKeyId('targetKeyId', targetKeyId, ...aliasNameOf(aliasName));
    const key = await aliases.update(caller, ownAliasName(aliasName), target);
    return { response: {}, keyArns: [key.arn] };
  },
};
