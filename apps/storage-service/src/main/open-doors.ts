import { AdminServer, HttpDoor, TlsMetrics, type Health, type LiveTls } from '@coffer/service';

import type { createS3Server } from '../http/server.js';

import type { Parts, Start } from './parts.js';

/** The admin door opens first, so that readiness tells what a start waits for. */
export async function openAdminDoor({ settings, log, metrics, shutdown }: Parts, health: Health, start: Start): Promise<number> {
  health.add('open', () => (shutdown.begun ? 'is stopping' : start.waitsFor === undefined || `starts, and waits for ${start.waitsFor}`));
  const admin = new AdminServer({ health, metrics, log });
  const port = await admin.listen('COFFER_S3_ADMIN_PORT', settings.host, settings.adminPort);
  shutdown.add({ name: 'admin door', close: () => admin.close() });
  return port;
}

/** The S3 door opens last and closes first, so that every request finds all it needs. */
export async function openS3Door({ settings, shutdown }: Parts, server: ReturnType<typeof createS3Server>): Promise<number> {
  const door = new HttpDoor(server);
  const s3Port = await door.listen('COFFER_S3_PORT', settings.host, settings.port);
  shutdown.add({ name: 'S3 door', close: () => door.close() });
  return s3Port;
}

/** From the moment at which everything is open that takes what is renewed. */
export function watchCertificates({ settings, log, metrics: registry, shutdown }: Parts, all: readonly LiveTls[]): void {
  const metrics = new TlsMetrics(registry);
  for (const tls of all) {
    tls.watch({ log, metrics, reloadSeconds: settings.tlsReloadSeconds });
    shutdown.add(tls);
  }
}
