import type { CertificateRequest } from '@coffer/service';

/** A certificate, and the Secret that it lies in. */
export interface WantedCertificate extends CertificateRequest {
  readonly secret: string;
}

/** An authority, the Secret that keeps it with its key, and what it signs. Those who trust one trust nothing that the other signs. */
export interface WantedAuthority {
  readonly secret: string;
  readonly commonName: string;
  readonly certificates: readonly WantedCertificate[];
}

export interface NameOptions {
  readonly namespace: string;
  /** Further names of the doors, by which those outside of the cluster know them. */
  readonly s3Names: readonly string[];
  readonly kmsNames: readonly string[];
}

/** Renewed when a third of it is left. */
const DAYS = 90;

/** The certificates of both services: for each other, and for their doors over HTTP. */
export function wantedAuthorities({ namespace, s3Names, kmsNames }: NameOptions): readonly WantedAuthority[] {
  const wanted = (service: string, door: 'grpc' | 'https', more: readonly string[] = []): WantedCertificate => ({
    secret: `${service}-${door}`, commonName: service, names: [...serviceNames(service, namespace), ...more], use: door === 'grpc' ? 'mutual' : 'server', days: DAYS,
  });
  return [
    { secret: 'coffer-grpc-authority', commonName: 'Coffer gRPC authority', certificates: [wanted('kms-service', 'grpc'), wanted('storage-service', 'grpc')] },
    { secret: 'coffer-https-authority', commonName: 'Coffer HTTPS authority', certificates: [wanted('kms-service', 'https', kmsNames), wanted('storage-service', 'https', s3Names)] },
  ];
}

/** A Service by all the names that pods call it by. */
function serviceNames(service: string, namespace: string): readonly string[] {
  const local = `${service}.${namespace}`;
  return [service, local, `${local}.svc`, `${local}.svc.cluster.local`];
}
