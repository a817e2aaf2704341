import { execFile } from 'node:child_process';
import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { tempDir } from '@coffer/testing';

import { workspace } from '../../src/tree.js';
import { KUBECTL } from './kubectl.js';

const APPLY_MS_MAX = 300_000;
const OVERLAY = 'overlays/staging';

/** Applies a folder as `kubectl apply -k` does, or by the program that STAGING_APPLY names, which is given the folder. */
async function apply(folder: string): Promise<void> {
  const program = process.env['STAGING_APPLY'];
  await (program === undefined ? promisify(execFile)(KUBECTL, ['apply', '-k', folder], { timeout: APPLY_MS_MAX }) : promisify(execFile)(program, [folder], { timeout: APPLY_MS_MAX }));
}

export const applyOverlay = (): Promise<void> => apply(join(workspace, 'deploy', OVERLAY));

/** The overlay with one more setting, as somebody would edit it. */
export async function applyOverlayWith(setting: string): Promise<void> {
  const copy = join(tempDir(), 'deploy');
  cpSync(join(workspace, 'deploy'), copy, { recursive: true });
  appendFileSync(join(copy, OVERLAY, 'settings.env'), `${setting}\n`);
  await apply(join(copy, OVERLAY));
}
