import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { toOpeningPage } from '@mcp-guard/cli/testing';
import type { TestGuard } from './guard.ts';
import { findChromium } from './chromium.ts';
import { askForCode } from './page.ts';

/** A browser that reaches nothing but this machine. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...findChromium(),
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });

/** What went wrong on a page, which its reader would not see. */
export interface OpenPage {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** A tab with a profile of its own, which keeps what scripts, the policy of the page and dialogs have to say. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (said) => said.type() === 'error' && problems.push(said.text()));
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, problems };
}

/** Opens the page as `mcp-guard dashboard` does: by a file that posts the code. */
export async function openSignedIn(
  browser: Browser,
  guard: Pick<TestGuard, 'home'>,
  { seat = 'outside', ...options }: BrowserContextOptions & { readonly seat?: Parameters<typeof askForCode>[1] } = {},
): Promise<OpenPage> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-guard-opening-'));
  try {
    const tab = await openTab(browser, options);
    const file = join(folder, 'page.html');
    await writeFile(file, toOpeningPage(await askForCode(guard, seat)), { mode: 0o600 });
    await tab.page.goto(pathToFileURL(file).href);
    await tab.page.getByText('live', { exact: true }).waitFor();
    return tab;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Goes to a view of the page that is open, as a click on its name does. */
export async function goTo(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: view }).click();
}
