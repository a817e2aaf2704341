import type { KmsClient } from '@coffer/kms-client';
import { Cors, type LiveIdentities } from '@coffer/service';

import { createAuthenticator } from '../http/authenticate.js';
import type { AuditTrail } from '../http/audit-trail.js';
import { HeldSessions } from '../http/held-sessions.js';
import { DoorMetrics } from '../http/metrics.js';
import type { ServeDeps } from '../http/serve.js';
import type { Objects } from '../objects/objects.js';

import type { Parts } from './parts.js';

/** What pages of other origins may ask S3 with. */
const CORS_METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** What the S3 door stands on, beside what everything stands on. */
export interface Behind {
  readonly objects: Objects;
  readonly identities: LiveIdentities;
  readonly kms: KmsClient;
  readonly trail: AuditTrail;
  /** What tells this process from others in errors: `x-amz-id-2`. */
  readonly hostId: string;
}

export function serveDeps({ settings, log, metrics, tracing }: Parts, { objects, identities, kms, trail, hostId }: Behind): ServeDeps {
  return {
    objects,
    region: settings.region,
    identities: identities.current,
    now: () => new Date(),
    authenticator: createAuthenticator(settings.region, identities.current, sessionsOf(kms)),
    domains: settings.domains,
    allowPlainHttp: settings.allowPlainHttp,
    log,
    metrics: new DoorMetrics(metrics),
    tracing,
    audit: trail,
    hostId,
    cors: new Cors({ origins: settings.consoleOrigins, methods: CORS_METHODS }),
  };
}

/** What a session may is asked again when access has changed: its policies may be others. */
function sessionsOf(kms: KmsClient): HeldSessions {
  const sessions = new HeldSessions(kms, Date.now);
  kms.onAccessChanged(() => { sessions.clear(); });
  return sessions;
}
