import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Locator, Page } from 'playwright-core';

import type { Credentials, Installation } from '../installation.js';
import { launchChromium } from './chromium.js';

/** Beyond what any page takes on a machine that is busy with other suites. */
const PATIENCE_MS = 30_000;

/** The browser's own line for an answer that is no success: pages tell of those themselves. */
const REFUSED_ANSWER = /^Failed to load resource: the server responded with a status of/;

/** Who looks for violations of the page's policy, from before its first script. */
const WATCH_POLICY = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
  console.error('violates the policy: ' + [violatedDirective, blockedURI, sourceFile, lineNumber].join(' '));
});`;

/**
 * Saving is the one thing for which the browser shows a window of its own, and without one nobody could answer it. What is saved goes into the page's
 * private file system instead, through the same handles.
 */
const SAVE_PRIVATELY = `window.showSaveFilePicker = async ({ suggestedName }) => (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });`;

/** Somebody in a browser of their own, who notices whatever goes wrong behind the page. */
export class Person {
  readonly #complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly site: Installation,
  ) {}

  static async arrive(browser: Browser, site: Installation, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(WATCH_POLICY);
    await context.addInitScript(SAVE_PRIVATELY);
    const page = await context.newPage();
    const person = new Person(page, context, site);
    person.#listen();
    return person;
  }

  /** In a browser of this machine, and signed in as root. */
  static async signedIn(site: Installation): Promise<Person> {
    const person = await Person.arrive(await launchChromium(), site);
    await person.signIn(site.credentials);
    return person;
  }

  /** What the page wrote to the console, threw, or asked of somebody else than the two services, since this was last asked. */
  complaints(): readonly string[] {
    return this.#complaints.splice(0);
  }

  async signIn({ accessKeyId, secretAccessKey }: Credentials): Promise<void> {
    const { page } = this;
    await page.goto(this.site.consoleUrl);
    await page.getByLabel('Access key id').fill(accessKeyId);
    await page.getByLabel('Secret access key').fill(secretAccessKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  }

  /** Follows a place's address, as a bookmark does, within the session. */
  async goTo(place: string, heading: string | RegExp): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Presses a button of the dialog, and waits until it has done what it says and is gone. */
  async agree(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  async choose(group: string, name: string): Promise<void> {
    await this.page.getByRole('radiogroup', { name: group }).getByText(name, { exact: true }).click();
  }

  /** Hands files to the button that asks for them. */
  async giveFiles(button: string | RegExp, files: string | readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.button(button).click();
    await (await chooser).setFiles(typeof files === 'string' ? files : [...files]);
  }

  /** What was saved under a name. */
  async saved(name: string): Promise<string> {
    return this.page.evaluate<string>(`navigator.storage.getDirectory().then((all) => all.getFileHandle(${JSON.stringify(name)})).then((handle) => handle.getFile()).then((file) => file.text())`);
  }

  #listen(): void {
    const origins = new Set([this.site.consoleUrl, this.site.s3Url, this.site.kmsUrl]);
    this.page.on('console', (message) => { if (isComplaint(message)) this.#complaints.push(`${message.type()}: ${message.text()}`); });
    this.page.on('pageerror', (error) => this.#complaints.push(`thrown: ${error.message}`));
    this.page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'blob:' && protocol !== 'data:' && !origins.has(origin)) this.#complaints.push(`asked of somebody else: ${request.url()}`);
    });
  }
}

function isComplaint(message: ConsoleMessage): boolean {
  return (message.type() === 'error' || message.type() === 'warning') && !REFUSED_ANSWER.test(message.text());
}
