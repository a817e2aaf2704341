import { uniqueIdOf, type Group, type ManagedPolicy, type Role, type User } from '@coffer/iam';
import type { XmlMembers } from '../query/xml-value.js';
import { recordOf } from './entities.js';
import { encodedDocument } from './members.js';
import type { EntityKind } from './records.js';
import type { IamWork } from './verb.js';

/** When an entity of the files was made is not known: it says the beginning of time, which is at least the same everywhere. */
const UNKNOWN = new Date(0);

type Looking = Pick<IamWork, 'store' | 'accountId' | 'identities'>;

/** Of the API's entities; of those of the files it is not known. */
export function createdAt(looking: Looking, kind: EntityKind, name: string): Date {
  const record = recordOf(looking, kind, name);
  return record === undefined ? UNKNOWN : new Date(record.createdAt);
}

/** Of groups and policies, whose ids nothing depends on but who reads them. */
function drawnId(looking: Looking, kind: 'group' | 'policy', name: string): string | undefined {
  return recordOf(looking, kind, name)?.uniqueId;
}

export function printTags(tags: ReadonlyMap<string, string>): XmlMembers[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

export function printUser(looking: Looking, { name, principal, tags, permissionsBoundary }: User, isWhole = false): XmlMembers {
  return {
    Path: '/', UserName: name, UserId: principal.principalId, Arn: principal.arn, CreateDate: createdAt(looking, 'user', name),
    ...(isWhole && { PermissionsBoundary: printBoundary(permissionsBoundary), Tags: tags.size === 0 ? undefined : printTags(tags) }),
  };
}

export function printGroup(looking: Looking, { name, arn }: Group): XmlMembers {
  return { Path: '/', GroupName: name, GroupId: drawnId(looking, 'group', name) ?? uniqueIdOf('AGPA', arn), Arn: arn, CreateDate: createdAt(looking, 'group', name) };
}

export function printRole(looking: Looking, { name, principal, trust, description, maxSessionSeconds, tags, permissionsBoundary }: Role, isWhole = false): XmlMembers {
  return {
    Path: '/', RoleName: name, RoleId: principal.principalId, Arn: principal.arn, CreateDate: createdAt(looking, 'role', name),
    AssumeRolePolicyDocument: encodedDocument(trust.text),
    Description: description === '' ? undefined : description,
    MaxSessionDuration: maxSessionSeconds,
    ...(isWhole && { PermissionsBoundary: printBoundary(permissionsBoundary), Tags: tags.size === 0 ? undefined : printTags(tags) }),
  };
}

export function printPolicy(looking: Looking, { name, arn }: ManagedPolicy, attachments: number): XmlMembers {
  const date = createdAt(looking, 'policy', name);
  return {
    PolicyName: name, PolicyId: drawnId(looking, 'policy', name) ?? uniqueIdOf('ANPA', arn), Arn: arn, Path: '/', DefaultVersionId: 'v1', AttachmentCount: attachments, IsAttachable: true, CreateDate: date, UpdateDate: date,
  };
}

function printBoundary(boundary: ManagedPolicy | undefined): XmlMembers | undefined {
  return boundary && { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary.arn };
}
