import type { ConditionContext } from '@coffer/iam';
import { findEntity } from './entities.js';
import { nameOf } from './members.js';
import type { HolderKind } from './records.js';
import type { IamWork } from './verb.js';

/*
 * `iam:PermissionsBoundary`, by which an administrator may be let change only those whom a boundary limits.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */

const KEY = 'iam:permissionsboundary';

/** Of operations that set a boundary: the one that the request names. */
export function givenBoundary({ parameters }: Pick<IamWork, 'parameters'>): ConditionContext {
  return (name) => (name === KEY ? parameters.raw('PermissionsBoundary') : undefined);
}

/** Of operations that change what a user or a role may: the boundary that it has. Groups have none. */
export function boundaryOfTarget(work: IamWork, kind: HolderKind): ConditionContext {
  return (name) => {
    if (name !== KEY || kind === 'group') return undefined;
    return findEntity(work, kind, nameOf(work.parameters, kind))?.permissionsBoundary?.arn;
  };
}
