import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findBarriers } from '../../support/accessible.ts';
import { goTo, launchBrowser, openSignedIn, type OpenPage } from '../../support/browser.ts';
import { callLine, line, resultLine } from '../../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../../support/in-process.ts';
import { expectPictured } from '../../support/pictures.ts';
import { lacks } from '../../support/programs.ts';

/** Markup that does something wherever it is taken for markup. */
const hostile = (where: string): string => `<img src=x onerror="alert('${where}')"><b>${where}</b>`;
const CLIENT = hostile('client');
const TOOL = hostile('tool');
const ARGUMENT = hostile('argument');
const LOG = hostile('log');
/** In two parts, for those who look for keys in this file. */
const KEY = ['AKIA', 'IOSFODNN7EXAMPLF'].join('');

let browser: Browser;
let daemon: InProcess;
let open: OpenPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startInProcess({
    policy: {
      permissions: { denied_tools: ['drop*'], require_approval: ['deploy'] },
      rate_limit: { requests_per_hour: 100 },
    },
    config: { daemon: { dashboard_port: 0, shutdown_timeout: 1 } },
  });
  await makeTraffic(await daemon.connect());
  writeFileSync(join(guardPaths(daemon.home).logs, 'server-raw.log'), `${LOG}\n\u001b[31mred\n`);
  open = await openSignedIn(browser, daemon);
  page = open.page;
});

afterAll(async () => {
  await browser.close();
  await daemon.close();
});

afterEach(async () => {
  expect(await page.locator('img, b:text-matches("^(client|tool|argument|log)$")').count()).toBe(0);
  expect(open.problems).toEqual([]);
});

/** Of every outcome, from a client and a server that try to be taken for markup. */
async function makeTraffic({ client, server }: InProcessSession): Promise<void> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: CLIENT, version: '1' } };
  client.send(line({ id: 'i', method: 'initialize', params }));
  await server.next();
  const serverInfo = { name: 'a server', version: '1' };
  server.send(line({ id: 'i', result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo } }));
  await client.next();
  client.send(line({ id: 't', method: 'tools/list' }));
  await server.next();
  const tools = ['read', 'drop_all', 'deploy', TOOL].map((name) => ({ name, inputSchema: { type: 'object' } }));
  server.send(line({ id: 't', result: { tools } }));
  await client.next();
  for (const [id, text] of ['done', `the key is ${KEY}`, 'mail anna@example.org'].entries()) {
    client.send(callLine(id === 0 ? TOOL : 'read', { text: ARGUMENT }, id));
    await server.next();
    server.send(resultLine(id, { content: [{ type: 'text', text }] }));
    await client.next();
  }
  for (const name of ['drop_all', 'deploy']) {
    const edits = [{ oldText: '# Notes\none\nend', newText: '# Notes\ntwo\nend' }];
    client.send(callLine(name, { to: ARGUMENT, edits }, name));
    await client.next();
  }
}

it.skipIf(lacks('chromium'))('Now tells how the guard is and who is connected', async () => {
  await page.getByText(CLIENT).first().waitFor();
  const stopped = page.getByRole('table').filter({ hasText: 'drop_all' });
  await expect.poll(() => stopped.locator('tbody .badge').allTextContents()).toEqual(['held', 'refused', 'refused']);
  await page.getByRole('heading', { name: '1 call waits for you' }).waitFor();
  await page.getByRole('link', { name: 'Decide about it' }).waitFor();
  expect(await page.getByText(/calls? waits? for/u).count()).toBe(1);
  await page.getByRole('img', { name: /calls/iu }).waitFor();
  await expectPictured(page, 'now');
  expect(await findBarriers(page)).toEqual([]);
});

it.skipIf(lacks('chromium'))('Calls shows one row for each call, and everything about one', async () => {
  await goTo(page, 'Calls');
  const rows = page.locator('tr[data-seq]');
  await page.getByRole('link', { name: TOOL }).waitFor();
  expect(await rows.locator('.outcome').allTextContents()).toEqual([
    'held',
    'refused',
    'allowed',
    'refused',
    'allowed',
    'redacted',
    'allowed',
  ]);
  await rows.nth(1).click();
  await page.getByRole('heading', { name: /^Call \d/u }).waitFor();
  await page.getByText('POLICY_DENIED').first().waitFor();
  await expectPictured(page, 'calls');
  await page
    .getByRole('complementary')
    .getByText(/not allowed by policy|denied/u)
    .first()
    .waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('link', { name: 'Change the rules of this tool in Servers' }).waitFor();
  await page.getByText('Columns', { exact: true }).click();
  expect(await page.getByRole('columnheader').allTextContents()).not.toContain('User');
  await page.getByRole('checkbox', { name: 'User' }).check();
  await page.getByRole('checkbox', { name: 'Client' }).uncheck();
  expect(await findBarriers(page)).toEqual([]);
  await goTo(page, 'Now');
  await goTo(page, 'Calls');
  await expect
    .poll(() => page.getByRole('columnheader').allTextContents())
    .toEqual(['Time', 'Tool, prompt or resource', 'Outcome', 'Server', 'User', 'Why', 'Took', 'Findings']);
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('held');
  await expect.poll(() => rows.locator('.outcome').allTextContents()).toEqual(['held']);
  await rows.first().click();
  await page.getByRole('link', { name: /in Approvals$/u }).click();
  await page.locator('.card[aria-current="true"]').getByText('deploy').waitFor();
});

it.skipIf(lacks('chromium'))(
  'Approvals shows who asks for what exactly, and asks once more for calls like it',
  async () => {
    await goTo(page, 'Approvals');
    const card = page.locator('.card');
    await card.getByText(ARGUMENT).waitFor();
    await card.getByText(CLIENT).waitFor();
    await expectPictured(page, 'approvals');
    expect(await card.locator('.diff').innerText()).toBe('  # Notes\n- one\n+ two\n  end');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve calls like it…' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
  },
);

it.skipIf(lacks('chromium'))('Servers shows what the tools of one may, and the end of its log', async () => {
  await goTo(page, 'Servers');
  await page.getByRole('link', { name: 'raw' }).click();
  await page.getByText(LOG).waitFor();
  await page.getByText(TOOL).waitFor();
  await page.getByText('\\u{1b}[31mred').waitFor();
  await expectPictured(page, 'servers');
  await page.getByText(`${CLIENT}, connected`).first().waitFor();
  await page.getByRole('heading', { name: 'Refused or failed last' }).waitFor();
  await page.getByRole('complementary').getByRole('link', { name: 'drop_all' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
});

it.skipIf(lacks('chromium'))('Policy shows the configuration that is in force', async () => {
  await goTo(page, 'Policy');
  await page.locator('summary', { hasText: 'raw' }).click();
  await page.getByText('servers.raw.policy.permissions.denied_tools').first().waitFor();
  expect(await page.getByText('daemon.max_depth').count()).toBe(0);
  await page.getByRole('checkbox', { name: 'only what is set' }).uncheck();
  await page.getByRole('searchbox').fill('max_depth');
  await page.getByText('daemon.max_depth').waitFor();
  expect(await findBarriers(page)).toEqual([]);
});

it.skipIf(lacks('chromium'))('Scan runs when it is opened', async () => {
  await goTo(page, 'Scan');
  await page.getByRole('button', { name: 'Run again' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
});

it.skipIf(lacks('chromium'))(
  'Scan runs again when it is opened again, and says what became of the baseline',
  async () => {
    const { accepted } = guardPaths(daemon.home);
    writeFileSync(accepted, '{}', { mode: 0o600 });
    await goTo(page, 'Now');
    await goTo(page, 'Scan');
    await page.getByText('accepted.json was altered; remove that file, then:').waitFor();
    await page.getByText('mcp-guard scan --accept', { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    rmSync(accepted);
  },
);

it.skipIf(lacks('chromium'))('every view fits a telephone', async () => {
  await page.setViewportSize({ width: 400, height: 800 });
  for (const view of ['Now', 'Calls', 'Approvals', 'Servers', 'Policy', 'Scan']) {
    await goTo(page, view);
    await page.locator(`main[data-view="${view.toLowerCase()}"]`).waitFor();
    await page.locator('.empty[role=status]').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    expect(await findBarriers(page)).toEqual([]);
  }
  const panels = [
    ['Calls', page.locator('tr[data-seq] a').first()],
    ['Servers', page.getByRole('link', { name: 'raw' }).first()],
  ] as const;
  for (const [view, link] of panels) {
    await goTo(page, view);
    await link.click();
    await page.getByRole('complementary').getByRole('heading').first().waitFor();
    await page.locator('.empty[role=status]').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    expect(await findBarriers(page)).toEqual([]);
  }
  const allow = page.getByRole('button', { name: 'Allow… deploy' });
  const { x = 0, width = 0 } = (await allow.boundingBox()) ?? {};
  expect(x + width).toBeLessThan(400); // without scrolling sideways
  await allow.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Allow it' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.setViewportSize({ width: 1280, height: 800 });
});

it.skipIf(lacks('chromium'))('the page says that the daemon is gone', async () => {
  await daemon.stop();
  await page.getByRole('alert').getByText('Not connected:').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  open = { page, problems: [] }; // The browser tells of each connection that failed.
});
