import { Secret } from '@coffer/crypto';
import type { Principal, SessionIssuer } from '@coffer/iam';
import type { GetIdentitiesRequest__Output } from '../../../../proto/types/coffer/kms/v1/GetIdentitiesRequest.js';
import type { OpenSessionRequest__Output } from '../../../../proto/types/coffer/kms/v1/OpenSessionRequest.js';
import type { OpenSessionResponse } from '../../../../proto/types/coffer/kms/v1/OpenSessionResponse.js';
import { KmsError } from '../errors/kms-error.js';
import { SessionError } from '../sessions/session-error.js';
import type { OpenedSession } from '../sessions/sessions.js';
import type { Directory } from './directory.js';
import { Reply } from './reply.js';
import { reveal } from './secrets.js';
import { tokenOf } from './session-token.js';

/** How a question about identities is answered. Nobody is called for: the peer asks in its own name. */
export type DirectoryRoute = (directory: Directory, message: object) => Promise<Reply>;

/** A row for each rpc. None of them uses a key, and whoever reads the record finds what the sessions did, so that none is recorded. */
export const directoryRoutes: ReadonlyMap<string, DirectoryRoute> = new Map<string, DirectoryRoute>([
  ['OpenSession', openSession],
  ['GetIdentities', getIdentities],
]);

const principalTypes = { Root: 1, User: 2, AssumedRole: 3, Service: 0, Anonymous: 0 } as const satisfies Record<Principal['type'], number>;
const issuerTypes = { Root: 1, User: 2, Role: 3 } as const satisfies Record<SessionIssuer['type'], number>;

async function openSession(directory: Directory, message: object): Promise<Reply> {
  const { accessKeyId = '', sessionToken = '' } = message as OpenSessionRequest__Output;
  const opened = await directory.openSession(tokenOf(sessionToken), accessKeyId).catch((error: unknown) => { throw asKmsError(error); });
  const secret = Secret.copyOf(Buffer.from(opened.accessKey.reveal()));
  return new Reply({ ...encoded(opened), secretAccessKey: reveal(secret) }, [secret]);
}

function encoded({ principal, session }: OpenedSession): OpenSessionResponse {
  const { type, arn, accountId, principalId, userName } = principal;
  const { issuer, issuedAt, expiresAt, policies, tags, transitiveTagKeys, sourceIdentity, webIdentity } = session;
  return {
    type: principalTypes[type], arn, accountId, principalId,
    issuer: { ...issuer, type: issuerTypes[issuer.type] },
    issuedAtMs: issuedAt.getTime(),
    expiresAtMs: expiresAt.getTime(),
    policies: [...policies],
    tags: [...tags].map(([key, value]) => ({ key, value })),
    transitiveTagKeys: [...transitiveTagKeys],
    ...(userName !== undefined && { userName }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(webIdentity !== undefined && { webIdentity }),
  };
}

/** The document, if the peer has not got it. */
async function getIdentities(directory: Directory, message: object): Promise<Reply> {
  const { knownRevision = '' } = message as GetIdentitiesRequest__Output;
  const revision = directory.identitiesRevision();
  if (revision === knownRevision) return new Reply({ revision });
  return new Reply({ revision, document: Buffer.from(directory.identitiesDocument()) });
}

function asKmsError(error: unknown): unknown {
  if (!(error instanceof SessionError)) return error;
  return new KmsError(error.code === 'ExpiredToken' ? 'ExpiredTokenException' : 'UnrecognizedClientException', error.message);
}
