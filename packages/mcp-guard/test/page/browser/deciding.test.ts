import { guardPaths, type ApprovalView } from '@mcp-guard/core';
import { createApprovalKey, writeApprovalKey } from '@mcp-guard/core/approval-key';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBarriers } from '../../support/accessible.ts';
import { launchBrowser, openSignedIn, openTab, type OpenPage } from '../../support/browser.ts';
import { callLine, resultLine } from '../../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../../support/in-process.ts';
import { askForCode } from '../../support/page.ts';
import { lacks } from '../../support/programs.ts';

const PASSPHRASE = 'correct horse battery staple';
const HELD = {
  policy: { permissions: { require_approval: ['deploy'] } },
  config: { approvals: { wait: 600, expires_after: 600 }, daemon: { dashboard_port: 0, shutdown_timeout: 1 } },
};

/** Milliseconds after which a card counts as seen, and some. */
const SEEN_AFTER = 800;

let browser: Browser;
let daemon: InProcess;
let session: InProcessSession;
/** For all that leaves it as it was. */
let open: OpenPage;

beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startInProcess(HELD);
  session = await daemon.connect();
  open = await openSignedIn(browser, daemon);
});

afterAll(async () => {
  await browser.close();
  await daemon.close();
});

/** The client waits from now on. */
const hold = (to: string, { client } = session): void => client.send(callLine('deploy', { to }, to));

const countPending = async (): Promise<number> =>
  (await daemon.ask<readonly ApprovalView[]>('/approvals')).filter(({ state }) => state === 'pending').length;

/** The card of a held call, once it counts as seen. */
async function cardOf(page: Page, to: string): Promise<Locator> {
  const card = page.locator('.card', { hasText: to });
  await card.getByText(to).waitFor();
  await page.waitForTimeout(SEEN_AFTER);
  return card;
}

async function openHeld(page: Page, to: string, from = session): Promise<Locator> {
  hold(to, from);
  await page.getByRole('link', { name: /Approvals.*1 waiting/u }).click();
  return cardOf(page, to);
}

it.skipIf(lacks('chromium'))('a click on Approve lets a call through that its client waits for', async () => {
  const { page, problems } = open;
  const card = await openHeld(page, 'production');
  await card.getByRole('button', { name: 'Approve', exact: true }).click();
  expect(await session.server.next()).toContain('"production"');
  session.server.send(resultLine('production'));
  expect(await session.client.next()).toBe(resultLine('production'));
  await page
    .locator('.card')
    .getByText(/^Approved\./u)
    .waitFor();
  await page.getByText('No call waits.').waitFor();
  expect(problems).toEqual([]);
});

it.skipIf(lacks('chromium'))('a reason of a denial reaches the client as it was typed', async () => {
  const { page, problems } = open;
  const card = await openHeld(page, 'friday');
  await card.getByRole('textbox').fill('not <b>before</b> Monday');
  await card.getByRole('button', { name: 'Deny', exact: true }).click();
  expect(await session.client.next()).toContain('not <b>before</b> Monday');
  expect(problems).toEqual([]);
});

it.skipIf(lacks('chromium'))('two keys approve or deny a call from the Now view', async () => {
  const { page, problems } = open;
  const press = async (key: string, to: string): Promise<void> => {
    await page.getByRole('navigation').getByRole('link', { name: 'Now' }).click();
    hold(to);
    await page.getByRole('link', { name: /Approvals.*1 waiting/u }).waitFor();
    await page.keyboard.press('3');
    await cardOf(page, to);
    await page.keyboard.press(key);
  };
  await press('a', 'by key');
  expect(await session.server.next()).toContain('by key');
  await press('d', 'not by key');
  expect(await session.client.next()).toContain('denied');
  session.server.send(resultLine('by key'));
  await session.client.next();
  expect(problems).toEqual([]);
});

it.skipIf(lacks('chromium'))('a key from before the call was shown decides nothing', async () => {
  const { page } = await openSignedIn(browser, daemon);
  hold('unseen');
  await page.getByRole('link', { name: /Approvals.*1 waiting/u }).waitFor();
  for (const key of ['3', 'a', 'a', 'd', 'a']) await page.keyboard.press(key);
  await cardOf(page, 'unseen');
  expect(await countPending()).toBe(1);
  await page.keyboard.press('d');
  await session.client.next();
  await page.context().close();
});

it.skipIf(lacks('chromium'))(
  'repeats of a held call are one card with a count, and one decision lets all of them go on',
  async () => {
    const { page, problems } = await openSignedIn(browser, daemon);
    const card = await openHeld(page, 'twice');
    session.client.send(callLine('deploy', { to: 'twice' }, 'again'));
    await card.getByText('asked 2 times').waitFor();
    expect(await countPending()).toBe(1);
    await card.getByRole('button', { name: 'Deny', exact: true }).click();
    for (const _ of ['twice', 'again']) expect(await session.client.next()).toContain('the user has denied this call');
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

it.skipIf(lacks('chromium'))('several calls are selected by key and decided at once', async () => {
  const { page, problems } = open;
  for (const to of ['one', 'two', 'three']) hold(to);
  await page.getByRole('link', { name: /Approvals.*3 waiting/u }).click();
  for (const to of ['one', 'two', 'three']) await cardOf(page, to);
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Deny 2' }).click();
  expect([await session.client.next(), await session.client.next()].join()).not.toContain('"three"');
  expect(await countPending()).toBe(1);
  await page.locator('.card[aria-current="true"]', { hasText: 'three' }).waitFor();
  await page.waitForTimeout(SEEN_AFTER);
  await page.keyboard.press('d');
  await session.client.next();
  expect(problems).toEqual([]);
});

it.skipIf(lacks('chromium'))(
  'a page whose code was asked for without a terminal shows a held call and no way to decide it',
  async () => {
    const { page, problems } = await openSignedIn(browser, daemon, { seat: 'no terminal' });
    const card = await openHeld(page, 'staging');
    await page.getByText('Nothing can be decided here').waitFor();
    expect(await card.getByRole('button', { name: /Approve|Deny/u }).count()).toBe(0);
    await page.keyboard.press('a');
    await page.waitForTimeout(SEEN_AFTER);
    expect(await countPending()).toBe(1);
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
    const card = await openHeld(page, 'production', waiting);
    await card.getByRole('button', { name: 'Approve', exact: true }).click();
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
