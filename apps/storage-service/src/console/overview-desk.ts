import { decide, globalConditionKeys, type Caller, type Identities } from '@coffer/iam';

import { accessDenied } from '../access/authorize.js';
import { authenticate, type Authenticator } from '../http/authenticate.js';
import { asStorageError } from '../http/error-answer.js';
import type { Exchange } from '../http/exchange.js';
import { statusOf } from '../http/status.js';

import { jsonAnswer, type ConsoleAnswer } from './console-answer.js';

/** What a policy says to let somebody see it. It is no action of AWS's. */
const ACTION = 'coffer:GetOverview';
/** There is one, of the whole service. */
const RESOURCE = '*';

export interface OverviewDeskOptions {
  readonly authenticator: Authenticator;
  readonly identities: () => Identities;
  /** The account that runs the service. Numbers are of all accounts, so they are for nobody else. */
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  /** What is told; throws only what nobody foresaw. */
  readonly report: () => Promise<object>;
}

/** Gives the service's own numbers to whoever signed for it as for S3 and may have it: the account's root, and those whose policies allow `coffer:GetOverview`. */
export class OverviewDesk {
  readonly #options: OverviewDeskOptions;

  constructor(options: OverviewDeskOptions) {
    this.#options = options;
  }

  async answer(exchange: Exchange): Promise<ConsoleAnswer> {
    try {
      const { caller } = await authenticate(this.#options.authenticator, exchange);
      this.#assertAllowed(caller);
    } catch (error) {
      const { code, message } = asStorageError(error);
      return jsonAnswer(statusOf[code], { code, message });
    }
    return jsonAnswer(200, await this.#options.report());
  }

  /** Throws AccessDenied. */
  #assertAllowed(caller: Caller): void {
    const { identities, accountId, region, now } = this.#options;
    if (caller.type === 'Anonymous' || caller.accountId !== accountId) throw accessDenied();
    const standing = identities().standingOf(caller);
    const context = globalConditionKeys(caller, standing, now(), { region });
    const decision = decide({ caller, standing, action: ACTION, resource: RESOURCE, resourceAccount: accountId, delegation: 'implied', context });
    if (!decision.allowed) throw accessDenied(`User: ${caller.arn} is not authorized to perform: ${ACTION}`);
  }
}
