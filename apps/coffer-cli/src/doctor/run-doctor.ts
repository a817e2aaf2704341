import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';

import { findInAudit } from './audit-hop.js';
import type { Checkup } from './checkup.js';
import { compareClocks } from './clock.js';
import { findConfiguration, type Configuration, type Endpoint } from './configuration.js';
import type { DoctorOptions } from './doctor-options.js';
import { HopSkipped, type Found } from './hop.js';
import type { HttpAnswer } from './http-answer.js';
import { describeKey, tryDataKey } from './key-hops.js';
import { grpcHops } from './grpc-hops.js';
import { readReadiness } from './readiness.js';
import { reachPort, resolveName, type Target } from './reach.js';
import { tryRoundTrip } from './sealed-object.js';
import { serviceClients, type ServiceClients } from './service-clients.js';
import { storageToKms } from './storage-to-kms.js';
import { shakeHands, trustedAuthorities } from './tls-hop.js';
import { whoAnswers, type DoorKind } from './who-answers.js';

const SERVICE = { s3: 'storage-service', kms: 'kms-service' } as const;
const CERT_SETTING = { s3: 'COFFER_S3_TLS_CERT_FILE', kms: 'COFFER_KMS_TLS_CERT_FILE' } as const;

interface Visit {
  readonly checkup: Checkup;
  readonly options: DoctorOptions;
  readonly ca: readonly string[];
}

/** Tries every hop from here to a sealed object, from the nearest to the farthest; what came of each is in `checkup`. */
export async function runDoctor(checkup: Checkup, options: DoctorOptions, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  let ca: readonly string[] = [];
  const configuration = await checkup.hop('configuration', {}, async () => {
    ca = trustedAuthorities(options.caFile);
    return findConfiguration(options, env);
  });
  const visit: Visit = { checkup, options, ca };
  const answers = new Map<string, HttpAnswer>();
  for (const kind of ['s3', 'kms'] as const) {
    const answer = await visitDoor(visit, kind, configuration?.[kind]);
    if (answer !== undefined) answers.set(SERVICE[kind], answer);
  }
  await checkup.hop('clock', {}, async () => compareClocks(answers));
  await visitAdminDoors(visit);
  await grpcHops(checkup, options);
  if (configuration === undefined) return;
  const clients = serviceClients(configuration, ca, options.seconds);
  await useServices(visit, configuration, clients).finally(() => { clients.destroy(); });
}

/** Name, port, TLS, and who answers. */
async function visitDoor({ checkup, options: { seconds }, ca }: Visit, kind: DoorKind, endpoint: Endpoint | undefined): Promise<HttpAnswer | undefined> {
  const known = (): Endpoint => {
    if (endpoint === undefined) throw new HopSkipped(`no endpoint: give --${kind}-endpoint`);
    return endpoint;
  };
  const needs = ['configuration'];
  const addresses = await checkup.hop(`${kind} name`, { needs }, async () => resolveName(targetOf(kind, known())));
  await checkup.hop(`${kind} port`, { needs: [`${kind} name`] }, (signal) => reachPort(targetOf(kind, known()), addresses ?? [], signal, seconds));
  const isTls = endpoint?.url.protocol === 'https:';
  await checkup.hop(`${kind} tls`, { needs: [`${kind} port`] }, (signal) => {
    if (!isTls) throw new HopSkipped('the endpoint is http: nothing is sealed on the way');
    return shakeHands(targetOf(kind, known()), { ca, caSetting: '--ca FILE (other tools: AWS_CA_BUNDLE, or NODE_EXTRA_CA_CERTS)', certSetting: CERT_SETTING[kind] }, signal);
  });
  return checkup.hop(`${kind} answer`, { needs: [isTls ? `${kind} tls` : `${kind} port`] }, (signal) => whoAnswers(kind, known().url, targetOf(kind, known()), ca, signal));
}

function targetOf(kind: DoorKind, { url, setting }: Endpoint): Target {
  const standard = url.protocol === 'https:' ? 443 : 80;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? standard : Number(url.port), setting, service: SERVICE[kind] };
}

async function visitAdminDoors({ checkup, options: { s3Admin, kmsAdmin }, ca }: Visit): Promise<void> {
  const [s3, kms] = [['--s3-admin', s3Admin], ['--kms-admin', kmsAdmin]] as const;
  for (const [option, url] of [s3, kms]) {
    const report = await checkup.hop(option === '--s3-admin' ? 's3 admin' : 'kms admin', {}, (signal) => {
      if (url === undefined) throw new HopSkipped(`no ${option}`);
      return readReadiness(option, url, ca, signal);
    });
    if (option === '--s3-admin') await checkup.hop('storage to kms', { needs: url === undefined ? [] : ['s3 admin'] }, async () => storageToKms(report));
  }
}

async function useServices({ checkup, options }: Visit, { kms }: Configuration, { s3, kms: keys, sts, trail }: ServiceClients): Promise<void> {
  const { kmsKeyId, bucket, seconds } = options;
  await checkup.hop('identity', { needs: ['kms answer'] }, async (abortSignal): Promise<Found<undefined>> => {
    const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
    return { detail: `${Arn ?? 'nobody'} of account ${Account ?? 'none'}`, value: undefined };
  });
  await checkup.hop('s3 access', { needs: ['s3 answer'] }, async (abortSignal): Promise<Found<undefined>> => {
    if (bucket !== undefined) {
      await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }), { abortSignal });
      return { detail: `bucket ${bucket} is there, and this caller may list it`, value: undefined };
    }
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}), { abortSignal });
    return { detail: `this caller sees ${String(Buckets.length)} buckets`, value: undefined };
  });
  const isAsked = (): string => {
    if (kmsKeyId === undefined) throw new HopSkipped('no --kms-key-id');
    return kmsKeyId;
  };
  await checkup.hop('key', { needs: ['kms answer'] }, (signal) => describeKey(keys, isAsked(), signal));
  await checkup.hop('data key', { needs: kmsKeyId === undefined ? [] : ['key'] }, (signal) => tryDataKey(keys, isAsked(), signal));
  const sealed = await checkup.hop('sealed object', { needs: ['s3 answer'] }, (signal) => tryRoundTrip(s3, bucket, kmsKeyId, signal));
  await checkup.hop('audit', { needs: options.audit ? ['kms answer', 'sealed object'] : [] }, (signal) => {
    if (!options.audit || sealed === undefined || kms === undefined) throw new HopSkipped('no --audit');
    return findInAudit(trail, sealed, seconds, signal);
  });
}
