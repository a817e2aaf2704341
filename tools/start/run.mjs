import { StartError } from '@coffer/service';
import { consoleSettings } from './console-settings.mjs';
import { greeting } from './greeting.mjs';
import { makeMissing } from './make-missing.mjs';
import { clientHost } from './places.mjs';
import { preflight } from './preflight.mjs';
import { Service } from './service.mjs';

const READY_DEADLINE_MS = 60_000;
const ANSWER_INTERVAL_MS = 50;
/** Beyond the time that a service gives its requests to end. */
const STOP_MARGIN_MS = 5_000;

/** Resolves when the service's own readiness check passes: it listens, and what it stands on answers. */
async function answers(host, adminPort) {
  for (;;) {
    const response = await fetch(`http://${clientHost(host)}:${adminPort}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, ANSWER_INTERVAL_MS));
  }
}

/** Rejects when the service ends, in its own words if it has any for the operator. */
async function failsWhenEnded(service) {
  const how = await service.ended;
  const own = service.refusals();
  throw new StartError(own.length > 0 ? own.join('\n') : `${service.name} ended (${how}); its log is ${service.logFile}`);
}

/** The services that were launched, the first first. */
class Running {
  #services = [];
  #stopping = false;

  launch(name, env, logs) {
    if (this.#stopping) throw new StartError('the start was stopped');
    const service = new Service(name, env, logs);
    this.#services.push(service);
    return service;
  }

  /** Stops the last first: storage-service may need the KMS until its last request has ended. */
  async stop(deadlineMs) {
    this.#stopping = true;
    let clean = true;
    for (const service of this.#services.toReversed()) clean = (await service.stop(deadlineMs)) && clean;
    return clean;
  }
}

/** Launches one service and waits until it answers. */
async function launchAndWait(running, name, env, plan) {
  const service = running.launch(name, env, plan.places.logs);
  const fails = failsWhenEnded(service);
  fails.catch(() => undefined);
  const late = new Promise((_, reject) => {
    const error = new StartError(`${name} was not ready within ${READY_DEADLINE_MS / 1000} seconds; its log is ${service.logFile}`);
    setTimeout(() => reject(error), READY_DEADLINE_MS).unref();
  });
  late.catch(() => undefined);
  const ports = await Promise.race([service.ready(), fails, late]);
  await Promise.race([answers(plan.settings.kms.host, ports.admin), fails, late]);
  return { ports, fails };
}

/** Starts both; rejects when either ends, and otherwise never settles. */
async function serve(running, plan) {
  const { envs, settings } = plan;
  const pages = await consoleSettings(settings);
  const kms = await launchAndWait(running, 'kms-service', { ...envs.kms, ...pages.kms }, plan);
  const target = { ...pages.storage(kms.ports.kms), COFFER_KMS_GRPC_TARGET: `${clientHost(settings.kms.host)}:${kms.ports.grpc}` };
  const storage = await Promise.race([launchAndWait(running, 'storage-service', { ...envs.storage, ...target }, plan), kms.fails]);
  process.stdout.write(greeting(plan, { kms: kms.ports, storage: storage.ports }));
  return Promise.race([kms.fails, storage.fails]);
}

/** Runs until `stop` is given or something fails. The exit code. */
export async function run(env, stop) {
  const running = new Running();
  const stopped = new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', resolve, { once: true });
  });
  let [code, deadlineMs] = [0, STOP_MARGIN_MS];
  try {
    const plan = await preflight(env);
    deadlineMs += plan.settings.kms.shutdownSeconds * 1000;
    if (!stop.aborted) {
      makeMissing(plan);
      await Promise.race([serve(running, plan), stopped]);
    }
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    code = 1;
  }
  const clean = await running.stop(deadlineMs);
  if (clean || code === 1) return code;
  process.stderr.write('a service did not stop cleanly; its log says why\n');
  return 1;
}
