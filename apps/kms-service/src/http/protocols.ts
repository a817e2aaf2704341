import type { LmdbAuditLog } from '@coffer/audit';
import type { Identities } from '@coffer/iam';
import type { IamStore } from '../iam/iam-store.js';
import type { Service } from '../operations/service.js';
import type { Sessions } from '../sessions/sessions.js';
import type { StsBacking } from '../sts/verb.js';
import { authenticator, type Authenticate } from './authenticate.js';
import { iamProtocol } from './iam-protocol.js';
import { kmsProtocol } from './kms-protocol.js';
import type { Protocol } from './protocol.js';
import { stsProtocol } from './sts-protocol.js';
import { trailProtocol } from './trail-protocol.js';

/** What the services behind the front door stand on. */
export interface Backing {
  readonly service: Service;
  readonly identities: () => Identities;
  readonly sessions: Sessions;
  readonly region: string;
  /** The service's own audit log, in which events are looked up. */
  readonly log: LmdbAuditLog;
  readonly verifyToken: StsBacking['verifyToken'];
  /** Absent: the IAM API is switched off. */
  readonly iam?: IamStore | undefined;
}

/** Where AWS's global services are signed for, wherever they are. */
const GLOBAL_REGION = 'us-east-1';

/**
 * THE table of the front door: a row for each AWS service. The first row that speaks a request answers it; what nobody speaks is answered by the first row.
 *
 *     scope name    told by                                        errors
 *     kms           X-Amz-Target: TrentService.OPERATION           JSON 1.1
 *     cloudtrail    X-Amz-Target: CloudTrail_20131101.OPERATION    JSON 1.1
 *     sts           a form with Version=2011-06-15                 XML
 *     iam           a form with Version=2010-05-08                 XML
 */
export function protocols({ service, identities, sessions, region, log, verifyToken, iam }: Backing): readonly [Protocol, ...Protocol[]] {
  const { now, audit, eventIds } = service;
  const signedFor = (signingName: string, ...otherRegions: string[]): Authenticate => authenticator({ signingName, region, otherRegions, identities, sessions, now });
  return [
    kmsProtocol({ service, authenticate: signedFor('kms') }),
    trailProtocol({ log, identities, eventIds, now, region }, signedFor('cloudtrail')),
    stsProtocol({ sessions, identities, audit, eventIds, now, region, verifyToken }, signedFor('sts', GLOBAL_REGION)),
    iamProtocol(iam && { store: iam, identities, audit, eventIds, now, region }, signedFor('iam', GLOBAL_REGION)),
  ];
}
