import { readFileSync, writeFileSync } from 'node:fs';
import { guardPaths } from '@mcp-guard/core';
import { createApprovalKey, writeApprovalKey } from '@mcp-guard/core/approval-key';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBarriers } from '../../support/accessible.ts';
import { goTo, launchBrowser, openSignedIn, openTab } from '../../support/browser.ts';
import { callLine, line, resultLine } from '../../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../../support/in-process.ts';
import { askForCode } from '../../support/page.ts';
import { lacks } from '../../support/programs.ts';

const PASSPHRASE = 'correct horse battery staple';
/** In two parts, for those who look for keys in this file. */
const KEY = ['AKIA', 'IOSFODNN7EXAMPLF'].join('');
const GUARDED = { config: { daemon: { dashboard_port: 0, shutdown_timeout: 1 } } };

let browser: Browser;
let daemon: InProcess;
let session: InProcessSession;

beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startInProcess(GUARDED);
  session = await daemon.connect();
  await listTools(session);
});

afterAll(async () => {
  await browser.close();
  await daemon.close();
});

async function listTools({ client, server }: InProcessSession): Promise<void> {
  client.send(line({ id: 't', method: 'tools/list' }));
  await server.next();
  const tools = ['read_file', 'delete_file', 'list*'].map((name) => ({ name, inputSchema: { type: 'object' } }));
  server.send(line({ id: 't', result: { tools } }));
  await client.next();
}

const configOf = ({ home }: Pick<InProcess, 'home'>): string => readFileSync(guardPaths(home).config, 'utf8');

async function openTools(page: Page): Promise<void> {
  await goTo(page, 'Servers');
  await page.getByRole('link', { name: 'raw' }).click();
  await page.getByRole('row', { name: /^read_file/u }).waitFor();
}

const badgeOf = (page: Page, tool: string): Promise<string> =>
  page
    .getByRole('row', { name: new RegExp(`^${tool}`, 'u') })
    .locator('.badge')
    .innerText();

it.skipIf(lacks('chromium'))(
  'a tool is denied by one click, and allowed again once a person has confirmed it',
  async () => {
    const { page, problems } = await openSignedIn(browser, daemon);
    const before = configOf(daemon);
    await openTools(page);
    await page.getByRole('button', { name: 'Deny delete_file' }).click();
    await page.getByText('delete_file of raw is denied now').first().waitFor();
    await expect.poll(() => badgeOf(page, 'delete_file')).toBe('denied');
    session.client.send(callLine('delete_file', {}, 'denied'));
    expect(await session.client.next()).toContain('10403');

    await page.getByRole('button', { name: 'Allow… delete_file' }).click();
    const dialog = page.getByRole('dialog', { name: 'Allow delete_file of raw?' });
    await dialog.getByText('denied_tools').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(configOf(daemon)).toContain('delete_file');
    await dialog.getByRole('button', { name: 'Allow it' }).click();
    await page.getByText('delete_file of raw is allowed now').first().waitFor();
    await expect.poll(() => badgeOf(page, 'delete_file')).toBe('allowed');
    expect(configOf(daemon)).not.toContain('delete_file');
    expect(before).not.toContain('delete_file');

    await goTo(page, 'Now');
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

it.skipIf(lacks('chromium'))('a tool is held by one click, by its name and not as a pattern', async () => {
  const { page, problems } = await openSignedIn(browser, daemon);
  await openTools(page);
  await page.getByRole('button', { name: 'Ask list*' }).click();
  await page.getByText('needs a person now').first().waitFor();
  await expect.poll(() => badgeOf(page, 'list\\*')).toBe('needs a person');
  expect(configOf(daemon)).toContain(String.raw`^list\\*$`);
  await page.getByRole('button', { name: 'Ask before changes…' }).click();
  const dialog = page.getByRole('dialog', { name: /^A person decides about every call/u });
  await dialog.getByText('delete_file').first().waitFor();
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await expect.poll(() => badgeOf(page, 'delete_file')).toBe('needs a person');
  expect(await badgeOf(page, 'read_file')).toBe('allowed');
  expect(problems).toEqual([]);
  await page.context().close();
});

it.skipIf(lacks('chromium'))(
  'an edit of a rule that changed meanwhile is refused, nothing is lost, and it is shown again as it would be now',
  async () => {
    const { page } = await openSignedIn(browser, daemon);
    await openTools(page);
    await page.getByRole('button', { name: 'Allow… delete_file' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Allow it' }).waitFor();
    const changed = `${configOf(daemon)}\n# by another hand\n`;
    writeFileSync(guardPaths(daemon.home).config, changed);
    await dialog.getByRole('button', { name: 'Allow it' }).click();
    await dialog.getByText('the configuration has changed since this was shown').waitFor();
    expect(configOf(daemon)).toBe(changed);
    await dialog.getByText('# by another hand').waitFor();
    await dialog.getByRole('button', { name: 'Allow it' }).click();
    await expect.poll(() => badgeOf(page, 'delete_file')).toBe('allowed');
    expect(configOf(daemon)).toContain('# by another hand');
    await page.context().close();
  },
);

it.skipIf(lacks('chromium'))('a false alarm is excepted from the row of its refusal', async () => {
  const { page, problems } = await openSignedIn(browser, daemon);
  session.client.send(callLine('read_file', { path: KEY }, 'secret'));
  expect(await session.client.next()).toContain('10422');
  await goTo(page, 'Calls');
  await page.locator('tr[data-seq]:has(.bad) a').first().click();
  await page.getByRole('button', { name: 'Except this value…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Let aws_key with the fingerprint [0-9a-f]{16} pass\?$/u });
  await dialog.getByText('exceptions').first().waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Allow it' }).click();
  await page
    .getByText(/passes now/u)
    .first()
    .waitFor();
  session.client.send(callLine('read_file', { path: KEY }, 'again'));
  expect(await session.server.next()).toContain(KEY);
  session.server.send(resultLine('again'));
  await session.client.next();
  await goTo(page, 'Now');
  await page.getByRole('heading', { name: 'All is well' }).waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it.skipIf(lacks('chromium'))('a page that decides nothing offers no edit', async () => {
  const { page } = await openTab(browser);
  const { url, code } = await askForCode(daemon, 'no terminal');
  await page.goto(url);
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Read only.').waitFor();
  await openTools(page);
  expect(await page.getByRole('button', { name: 'Deny read_file' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Ask before changes…' }).count()).toBe(0);
  await page.context().close();
});

it.skipIf(lacks('chromium'))(
  'what allows more is signed with the passphrase, and what allows less is not',
  async () => {
    await using signed = await startInProcess({
      ...GUARDED,
      config: { ...GUARDED.config, approvals: { passphrase: true } },
    });
    writeApprovalKey(guardPaths(signed.home).approvalKey, createApprovalKey(PASSPHRASE, { cost: 1024 }));
    const own = await signed.connect();
    await listTools(own);
    const { page, problems } = await openSignedIn(browser, signed);
    await openTools(page);
    await page.getByRole('button', { name: 'Deny read_file' }).click();
    await expect.poll(() => badgeOf(page, 'read_file')).toBe('denied');
    await page.getByRole('button', { name: 'Allow… read_file' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase').fill('wrong');
    await dialog.getByRole('button', { name: 'Allow it' }).click();
    await dialog.getByText('the passphrase is wrong').waitFor();
    await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Allow it' }).click();
    await expect.poll(() => badgeOf(page, 'read_file')).toBe('allowed');
    expect(problems).toEqual([]);
    await page.context().close();
  },
);
