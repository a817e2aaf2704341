import { afterTests } from '@coffer/testing';
import { chromium, type Browser } from 'playwright-core';

/** The machine's own browser, without a window. It is closed after the file's last test. */
export async function launchChromium(): Promise<Browser> {
  // Chromium will not build its sandbox for root, who runs the suites on a fresh machine; it opens nothing but our own pages.
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  afterTests(() => browser.close());
  return browser;
}
