import { z } from 'zod';

/* What the IAM API keeps of one entity, as JSON in a sealed row. Documents are text, as they were given. Times are milliseconds since 1970. */

const policies = z.array(z.strictObject({ name: z.string(), document: z.string() }));
const tags = z.array(z.tuple([z.string(), z.string()]));
/** Drawn when the entity was made. Rows from before ids were drawn have none: then it is made from the ARN. */
const uniqueId = z.string().optional();
const holder = { name: z.string(), uniqueId, createdAt: z.number(), policies, attached: z.array(z.string()) };

const accessKey = z.strictObject({ id: z.string(), secret: z.string(), active: z.boolean(), createdAt: z.number() });
const user = z.strictObject({ ...holder, kind: z.literal('user'), tags, groups: z.array(z.string()), boundary: z.string().optional(), accessKeys: z.array(accessKey) });
const group = z.strictObject({ ...holder, kind: z.literal('group') });
const role = z.strictObject({ ...holder, kind: z.literal('role'), tags, boundary: z.string().optional(), description: z.string(), maxSessionSeconds: z.number(), trust: z.string() });
const policy = z.strictObject({ kind: z.literal('policy'), name: z.string(), uniqueId, createdAt: z.number(), description: z.string(), document: z.string() });

const record = z.discriminatedUnion('kind', [user, group, role, policy]);

export type UserRecord = Readonly<z.infer<typeof user>>;
export type GroupRecord = Readonly<z.infer<typeof group>>;
export type RoleRecord = Readonly<z.infer<typeof role>>;
export type PolicyRecord = Readonly<z.infer<typeof policy>>;
export type IamRecord = UserRecord | GroupRecord | RoleRecord | PolicyRecord;
export type EntityKind = IamRecord['kind'];
export type RecordOf<K extends EntityKind> = Extract<IamRecord, { readonly kind: K }>;
/** Entities that policies hang on. */
export type HolderKind = Exclude<EntityKind, 'policy'>;

export function encodeRecord(value: IamRecord): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** Throws for a row that was not written by `encodeRecord`. */
export function decodeRecord(json: Uint8Array): IamRecord {
  return record.parse(JSON.parse(Buffer.from(json).toString('utf8')));
}
