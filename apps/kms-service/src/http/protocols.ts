import type { Identities } from '@coffer/iam';
import type { Service } from '../operations/service.js';
import { authenticator } from './authenticate.js';
import { kmsProtocol } from './kms-protocol.js';
import type { Protocol } from './protocol.js';

/** What the services behind the front door stand on. */
export interface Backing {
  readonly service: Service;
  readonly identities: () => Identities;
  readonly region: string;
}

/**
 * THE table of the front door: a row for each AWS service. The first row that speaks a request answers it; what nobody speaks is answered by the first row.
 *
 *     scope name    told by                                        errors
 *     kms           X-Amz-Target: TrentService.OPERATION           JSON 1.1
 */
export function protocols({ service, identities, region }: Backing): readonly [Protocol, ...Protocol[]] {
  const { now } = service;
  return [
    kmsProtocol({ service, authenticate: authenticator({ signingName: 'kms', region, identities, now }) }),
  ];
}
