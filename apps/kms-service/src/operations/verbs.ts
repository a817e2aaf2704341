import type { BatchOperationName } from './call.js';
import { createAlias } from './create-alias.js';
import { createKey } from './create-key.js';
import { decrypt } from './decrypt.js';
import { deleteAlias } from './delete-alias.js';
import { describeKey } from './describe-key.js';
import { disableKey } from './disable-key.js';
import { enableKey } from './enable-key.js';
import { encrypt } from './encrypt.js';
import { generateDataKey } from './generate-data-key.js';
import { generateDataKeyWithoutPlaintext } from './generate-data-key-without-plaintext.js';
import { generateRandom } from './generate-random.js';
import { listAliases } from './list-aliases.js';
import { listKeys } from './list-keys.js';
import { reEncrypt } from './re-encrypt.js';
import type { OperationName } from './requests.js';
import { updateAlias } from './update-alias.js';
import type { BatchVerb, Verb } from './verb.js';

/** Every operation that we serve, by AWS's name. */
export const verbs: { readonly [N in OperationName]: Verb<N> } = {
  CreateAlias: createAlias,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  EnableKey: enableKey,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GenerateRandom: generateRandom,
  ListAliases: listAliases,
  ListKeys: listKeys,
  ReEncrypt: reEncrypt,
  UpdateAlias: updateAlias,
};

/** Those that travel in batches. */
export const batchVerbs: { readonly [N in BatchOperationName]: BatchVerb<N> } = { Decrypt: decrypt, GenerateDataKey: generateDataKey };
