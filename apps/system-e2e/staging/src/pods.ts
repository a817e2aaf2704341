import { eventually, get, kubectl } from './kubectl.js';

export type Service = 'kms-service' | 'storage-service';

/** The state of a pod's one container. */
export interface PodState {
  readonly uid: string;
  readonly restarts: number;
  readonly ready: boolean;
  /** What the container said when it ended the last time. */
  readonly lastWords: string;
}

interface Pod {
  readonly metadata: { readonly uid: string; readonly deletionTimestamp?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number; readonly state?: Ended; readonly lastState?: Ended }[];
  };
}

interface Ended {
  readonly terminated?: { readonly message?: string };
}

/** How long a pod may take to be ready: the promise of the staging overlay. */
export const READY_SECONDS_MAX = 90;

export async function podOf(service: Service): Promise<PodState> {
  const { metadata, status } = await get<Pod>('pod', `${service}-0`);
  const container = status.containerStatuses?.[0];
  const isReady = metadata.deletionTimestamp === undefined && status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') === true;
  return { uid: metadata.uid, restarts: container?.restartCount ?? 0, ready: isReady, lastWords: container?.state?.terminated?.message ?? container?.lastState?.terminated?.message ?? '' };
}

/** Waits for a pod other than `before`, or for any, to be ready. */
export async function readyPod(service: Service, before?: PodState): Promise<PodState> {
  return eventually(`${service} is ready`, READY_SECONDS_MAX, async () => {
    const state = await podOf(service);
    return state.ready && state.uid !== before?.uid ? state : undefined;
  });
}

/** Deletes the pod and waits for its successor. */
export async function replacePod(service: Service): Promise<PodState> {
  const before = await podOf(service);
  await kubectl('delete', 'pod', `${service}-0`);
  return readyPod(service, before);
}
