import { aliasNameOf, ownAliasName } from './alias-name.js';
import { requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** Gives a key a name that is unique in the account. */
export const createAlias: Verb<'CreateAlias'> = {
  readOnly: false,
  parameters: ({ aliasName, targetKeyId }) => ({ aliasName, targetKeyId }),
  async run({ aliases }, caller, { aliasName, targetKeyId }) {
    const target = requiredKeyId('targetKeyId', targetKeyId, ...aliasNameOf(aliasName));
    const key = await aliases.create(caller, ownAliasName(aliasName), target);
    return { response: {}, keyArns: [key.arn] };
  },
};
