import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';

import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { developmentCertificates, type DevelopmentCertificates } from '@coffer/service';
import { afterTests, startProcess, tempDir, until, type ProcessSettings, type RunningProcess } from '@coffer/testing';

import { labSettings, s3Client } from './lab.js';

const Bucket = 'sealed';

interface Installation {
  readonly kms: RunningProcess;
  readonly storage: RunningProcess;
  /** What the services were started with, and what follows. */
  readonly former: DevelopmentCertificates;
  readonly next: DevelopmentCertificates;
}

/** Both services, each with files of its own, which are also those of its HTTPS door. */
async function start(): Promise<Installation> {
  const directory = tempDir();
  const settings = labSettings(directory);
  const [former, next] = [developmentCertificates(join(directory, 'former')), developmentCertificates(join(directory, 'next'))];
  const tls = (service: 'kms-service' | 'storage-service', door: string): ProcessSettings => {
    const own = (name: string, file: string): string => {
      const path = join(directory, `${service}.${name}`);
      copyFileSync(file, path);
      return path;
    };
    const [cert, key, ca] = [own('crt', former[service].certFile), own('key', former[service].keyFile), own('ca', former[service].caFile)];
    return {
      COFFER_GRPC_TLS_CERT_FILE: cert, COFFER_GRPC_TLS_KEY_FILE: key, COFFER_GRPC_TLS_CA_FILE: ca, [`COFFER_${door}_TLS_CERT_FILE`]: cert, [`COFFER_${door}_TLS_KEY_FILE`]: key,
      COFFER_TLS_RELOAD_SECONDS: '1', COFFER_LOG_LEVEL: 'info', COFFER_S3_DATA_EVENTS: 'off',
    };
  };
  const kms = await startProcess('kms-service', { ...settings.kms, ...tls('kms-service', 'KMS') });
  const storage = await startProcess('storage-service', {
    ...settings.storage, ...tls('storage-service', 'S3'), COFFER_KMS_GRPC_TARGET: `localhost:${String(kms.ports['grpc'])}`, COFFER_BUCKET_KEY_SECONDS: '0',
  });
  return { kms, storage, former, next };
}

const authorities = ({ former, next }: Installation): Buffer[] => [former, next].map((made) => readFileSync(made['kms-service'].caFile));

/** The fingerprint of what a new connection is shown. */
function shownAt(installation: Installation, port: number | undefined, client?: { cert: Buffer; key: Buffer }): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ host: '127.0.0.1', port: port ?? 0, servername: 'localhost', ca: authorities(installation), ALPNProtocols: client === undefined ? ['http/1.1'] : ['h2'], ...client }, () => {
    resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
    socket.destroy();
  });
  socket.on('error', reject);
  return promise;
}

const count = (running: RunningProcess, message: string): number => running.output().split(`"msg":"${message}"`).length - 1;
const TAKEN = 'certificates were reloaded';
const REFUSED = 'certificates were not reloaded, and the former ones stay';

async function metric(running: RunningProcess, line: RegExp): Promise<string | undefined> {
  return line.exec(await (await fetch(`http://127.0.0.1:${String(running.ports['admin'])}/metrics`)).text())?.[1];
}

function client(installation: Installation): S3Client {
  const agent = new Agent({ ca: authorities(installation), keepAlive: false });
  afterTests(() => { agent.destroy(); });
  return s3Client(0, { endpoint: `https://localhost:${String(installation.storage.ports['s3'])}`, requestHandler: { httpsAgent: agent } });
}

async function sealAndOpen(s3: S3Client, Key: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ServerSideEncryption: 'aws:kms' }));
  const { Body, ServerSideEncryption } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect([await Body?.transformToString(), ServerSideEncryption]).toEqual([Key, 'aws:kms']);
}

describe('a renewed certificate', () => {
  it('is shown to new connections while an old one goes on; half a pair changes nothing', async () => {
    const installation = await start();
    const { storage, kms, next, former } = installation;
    const doors = [[storage, 's3', 'storage-service'], [kms, 'kms', 'kms-service']] as const;
    for (const [running, door, service] of doors) {
      const port = running.ports[door];
      const before = await shownAt(installation, port);
      const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: authorities(installation) });
      afterTests(() => { agent.destroy(); });
      const ask = (): Promise<{ status: number | undefined; reused: boolean }> => new Promise((resolve, reject) => {
        const request = get({ agent, host: 'localhost', port, path: '/' }, (response) => {
          response.resume().on('end', () => { resolve({ status: response.statusCode, reused: request.reusedSocket }); });
        }).on('error', reject);
      });
      const first = await ask();
      const directory = join(former[service].certFile, '../..');
      copyFileSync(next[service].certFile, join(directory, `${service}.crt`));
      await until(() => count(running, REFUSED) >= 2, { told: `${service} refuses a certificate without its key, for both of its doors` });
      expect(await shownAt(installation, port)).toBe(before);
      copyFileSync(next[service].keyFile, join(directory, `${service}.key`));
      await until(async () => (await shownAt(installation, port)) !== before, { told: `${service} shows the renewed certificate` });
      expect(await ask()).toEqual({ status: first.status, reused: true });
      expect(await metric(running, new RegExp(`coffer_tls_reloads_total\\{door="${door === 's3' ? 's3' : 'api'}",outcome="applied".*\\} (\\d+)`))).toBe('1');
    }
  });

  it('is taken at once when SIGHUP comes', async () => {
    const installation = await start();
    const { kms } = installation;
    process.kill(kms.pid, 'SIGHUP');
    await until(() => count(kms, TAKEN) === 2, { told: 'both doors are told' });
  });
});

describe('an authority that follows another', () => {
  it('is rolled in three steps, and sealed objects are written and read after each', async () => {
    const installation = await start();
    const { kms, storage, former, next } = installation;
    const s3 = client(installation);
    await s3.send(new CreateBucketCommand({ Bucket }));
    await sealAndOpen(s3, 'before');
    const directory = join(former['kms-service'].certFile, '../..');
    const services = [['kms-service', kms], ['storage-service', storage]] as const;
    const step = async (change: (service: 'kms-service' | 'storage-service') => void, key: string): Promise<void> => {
      for (const [service, running] of services) {
        const taken = count(running, TAKEN);
        change(service);
        await until(() => count(running, TAKEN) > taken, { told: `${service} takes step ${key}` });
        await sealAndOpen(s3, `${key}-${service}`);
      }
    };
    const [formerCa, nextCa] = authorities(installation);
    await step((service) => { writeFileSync(join(directory, `${service}.ca`), Buffer.concat([formerCa ?? Buffer.alloc(0), nextCa ?? Buffer.alloc(0)])); }, 'both');
    await step((service) => {
      copyFileSync(next[service].certFile, join(directory, `${service}.crt`));
      copyFileSync(next[service].keyFile, join(directory, `${service}.key`));
    }, 'pairs');
    await step((service) => { writeFileSync(join(directory, `${service}.ca`), nextCa ?? ''); }, 'next-only');
    // By now the former certificates open no door, and the next ones do.
    const read = ({ certFile, keyFile }: { certFile: string; keyFile: string }): { cert: Buffer; key: Buffer } => ({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
    await expect(shownAt(installation, kms.ports['grpc'], read(next['storage-service']))).resolves.not.toBe('');
    await sealAndOpen(s3, 'after');
  });

  it('gives calls that are under way their answers while the connection is renewed', async () => {
    const installation = await start();
    const { storage, former } = installation;
    const s3 = client(installation);
    await s3.send(new CreateBucketCommand({ Bucket }));
    const directory = join(former['kms-service'].certFile, '../..');
    const [formerCa, nextCa] = authorities(installation);
    let done = false;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      let written = 0;
      for (; !done; written += 1) await s3.send(new PutObjectCommand({ Bucket, Key: `${String(writer)}/${String(written)}`, Body: 'x', ServerSideEncryption: 'aws:kms' }));
      return written;
    });
    for (let renewal = 1; renewal <= 3; renewal += 1) {
      writeFileSync(join(directory, 'storage-service.ca'), Buffer.concat([formerCa ?? Buffer.alloc(0), ...Array<Buffer>(renewal).fill(nextCa ?? Buffer.alloc(0))]));
      await until(() => count(storage, TAKEN) >= renewal, { told: 'the client takes the authorities' });
    }
    done = true;
    for (const written of await Promise.all(writers)) expect(written).toBeGreaterThan(0);
  });
});
