import type { StsVerb } from './verb.js';

/** Who calls. Nobody needs a permission for it, and no policy denies it. */
export const getCallerIdentity: StsVerb = {
  inOwnSession: true,
  parameters: () => ({}),
  run: async (_backing, { caller }) => ({ result: { UserId: caller.principalId, Account: caller.accountId, Arn: caller.arn } }),
};
