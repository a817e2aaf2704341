import type { Checkup } from './checkup.js';
import type { DoctorOptions } from './doctor-options.js';
import { checkGrpcHealth } from './grpc-health.js';
import { HopSkipped } from './hop.js';
import { reachPort, resolveName, type Target } from './reach.js';
import { readPem, shakeHands, type TlsOptions } from './tls-hop.js';

/** The way of storage-service to the KMS, with its certificate: name, port, mutual TLS, and whether the door serves. */
export async function grpcHops(checkup: Checkup, { grpc, seconds }: DoctorOptions): Promise<void> {
  if (grpc === undefined) {
    await checkup.hop('grpc', {}, () => { throw new HopSkipped('no --kms-grpc'); });
    return;
  }
  const target: Target = { host: grpc.host, port: grpc.port, setting: '--kms-grpc (COFFER_KMS_GRPC_TARGET)', service: 'kms-service' };
  let tls: TlsOptions | undefined;
  const addresses = await checkup.hop('grpc name', {}, () => resolveName(target));
  await checkup.hop('grpc port', { needs: ['grpc name'] }, (signal) => reachPort(target, addresses ?? [], signal, seconds));
  await checkup.hop('grpc tls', { needs: ['grpc port'] }, async (signal) => {
    const [ca, cert, key] = (['ca', 'cert', 'key'] as const).map((name) => readPem(`--grpc-${name} (COFFER_GRPC_TLS_${name.toUpperCase()}_FILE)`, grpc.files[name]));
    tls = { ca: [ca ?? ''], cert: cert ?? '', key: key ?? '', caSetting: '--grpc-ca (COFFER_GRPC_TLS_CA_FILE of this side)', certSetting: "kms-service's COFFER_GRPC_TLS_CERT_FILE" };
    return shakeHands(target, tls, signal, ['h2']);
  });
  await checkup.hop('grpc health', { needs: ['grpc tls'] }, (signal) => {
    if (tls === undefined) throw new HopSkipped('needs grpc tls');
    return checkGrpcHealth(target, tls, signal);
  });
}
