import type { EntityKind } from './records.js';

/** How many entities of a kind an account may have, those of the files among them. */
export type IamQuotas = Readonly<Record<EntityKind, number>>;

/** AWS's own figures: for users and roles the highest that a quota can be raised to. */
export const ACCOUNT_QUOTAS: IamQuotas = { user: 5_000, group: 500, role: 5_000, policy: 1_500 };
