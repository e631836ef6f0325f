import { guardPaths, type ApprovalView } from '@mcp-guard/core';
import { createApprovalKey, writeApprovalKey } from '@mcp-guard/core/approval-key';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openSignedIn, openTab } from '../../support/browser.ts';
import { callLine, resultLine } from '../../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../../support/in-process.ts';
import { askForCode } from '../../support/page.ts';
import { lacks } from '../../support/programs.ts';

const PASSPHRASE = 'correct horse battery staple';
const HELD = {
  policy: { permissions: { require_approval: ['deploy'] } },
  config: { approvals: { wait: 600, expires_after: 600 }, daemon: { dashboard_port: 0, shutdown_timeout: 1 } },
};

let browser: Browser;
let daemon: InProcess;
let session: InProcessSession;

beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startInProcess(HELD);
  session = await daemon.connect();
});

afterAll(async () => {
  await browser.close();
  await daemon.close();
});

/** The client waits from now on. */
async function openHeld(page: Page, to: string, { client } = session): Promise<void> {
  client.send(callLine('deploy', { to }, to));
  await page.getByRole('link', { name: /Approvals.*1 waiting/u }).click();
  await page.getByRole('link', { name: 'deploy' }).first().click();
  await page.getByText(`"${to}"`).waitFor();
}

it.skipIf(lacks('chromium'))('a click on Approve lets a call through that its client waits for', async () => {
  const { page, problems } = await openSignedIn(browser, daemon);
  await openHeld(page, 'production');
  await page.getByRole('button', { name: 'Approve…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  expect(await session.server.next()).toContain('"production"');
  session.server.send(resultLine('production'));
  expect(await session.client.next()).toBe(resultLine('production'));
  await page.getByText('No call waits.').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it.skipIf(lacks('chromium'))('a reason of a denial reaches the client as it was typed', async () => {
  const { page, problems } = await openSignedIn(browser, daemon);
  await openHeld(page, 'friday');
  await page.getByRole('button', { name: 'Deny…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('not <b>before</b> Monday');
  await page.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
  expect(await session.client.next()).toContain('not <b>before</b> Monday');
  expect(problems).toEqual([]);
  await page.context().close();
});

it.skipIf(lacks('chromium'))(
  'a page whose code was asked for without a terminal shows a held call and no way to decide it',
  async () => {
    const { page, problems } = await openSignedIn(browser, daemon, { seat: 'no terminal' });
    await openHeld(page, 'staging');
    await page.getByText('Nothing can be decided here').waitFor();
    expect(await page.getByRole('button', { name: /Approve|Deny/u }).count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

it.skipIf(lacks('chromium'))(
  'where a passphrase is needed, only the right one counts, and it never leaves the page',
  async () => {
    await using locked = await startInProcess({
      ...HELD,
      config: { ...HELD.config, approvals: { ...HELD.config.approvals, passphrase: true } },
    });
    writeApprovalKey(guardPaths(locked.home).approvalKey, createApprovalKey(PASSPHRASE, { cost: 1024 }));
    const waiting = await locked.connect();
    const { page, problems } = await openSignedIn(browser, locked);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await openHeld(page, 'production', waiting);
    await page.getByRole('button', { name: 'Approve…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase').fill('correct horse battery stable');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByText('the passphrase is wrong').waitFor();
    expect(await locked.ask<readonly ApprovalView[]>('/approvals')).toMatchObject([{ state: 'pending' }]);
    await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Approve' }).click();
    expect(await waiting.server.next()).toContain('"production"');
    expect(sent.filter((text) => text.includes('/decide'))).toHaveLength(1);
    expect(sent.join('\n')).not.toContain('horse');
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

it.skipIf(lacks('chromium'))('a code that is typed signs a page in once, and a wrong one does not', async () => {
  const { page } = await openTab(browser);
  const { url, code } = await askForCode(daemon);
  const type = async (text: string): Promise<void> => {
    await page.getByLabel('Code', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await page.goto(url);
  await type('WRONG');
  await page.getByRole('alert').waitFor();
  await type(code);
  await page.getByText('live', { exact: true }).waitFor();
  expect([page.url(), await page.context().cookies()]).toEqual([`${url}/`, []]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await type(code);
  await page.getByRole('alert').waitFor();
  await page.context().close();
});
