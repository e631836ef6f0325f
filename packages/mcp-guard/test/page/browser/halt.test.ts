import { guardPaths, type DaemonStatus } from '@mcp-guard/core';
import { createApprovalKey, writeApprovalKey } from '@mcp-guard/core/approval-key';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBarriers } from '../../support/accessible.ts';
import { launchBrowser, openSignedIn } from '../../support/browser.ts';
import { callLine, resultLine } from '../../support/calls.ts';
import { startInProcess } from '../../support/in-process.ts';
import { lacks } from '../../support/programs.ts';

const PASSPHRASE = 'correct horse battery staple';
const CONFIG = { daemon: { dashboard_port: 0, shutdown_timeout: 1 } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

it.skipIf(lacks('chromium'))(
  'the keyboard halts all calls, a banner says so, and the passphrase releases them',
  async () => {
    await using daemon = await startInProcess({ config: { ...CONFIG, approvals: { passphrase: true } } });
    writeApprovalKey(guardPaths(daemon.home).approvalKey, createApprovalKey(PASSPHRASE, { cost: 1024 }));
    const session = await daemon.connect();
    const { page, problems } = await openSignedIn(browser, daemon);
    await page.getByRole('button', { name: 'Halt' }).press('Enter');
    await page.getByLabel('Reason, for the record (optional)').fill('it <b>deletes</b> files');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    const banner = page.getByRole('alert').filter({ hasText: 'All calls are halted' });
    await banner.getByText('it <b>deletes</b> files').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    session.client.send(callLine('read', {}, 1));
    expect(await session.client.next()).toContain('"code":10423');
    expect(await page.getByRole('button', { name: 'Halt' }).count()).toBe(0);

    await banner.getByRole('button', { name: 'Release…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase').fill('correct horse battery stable');
    await page.keyboard.press('Enter');
    await dialog.getByText('the passphrase is wrong').waitFor();
    await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await banner.waitFor({ state: 'detached' });
    session.client.send(callLine('read', {}, 2));
    await session.server.next();
    session.server.send(resultLine(2));
    expect(await session.client.next()).toBe(resultLine(2));
    const { halt } = await daemon.ask<DaemonStatus>('/status');
    expect({ halt, problems }).toEqual({ halt: null, problems: [] });
    await page.context().close();
  },
);

it.skipIf(lacks('chromium'))(
  'a page that was opened without a terminal shows a halt, and neither halts nor releases',
  async () => {
    await using daemon = await startInProcess({ config: CONFIG });
    const { page, problems } = await openSignedIn(browser, daemon, { seat: 'no terminal' });
    expect(await page.getByRole('button', { name: 'Halt' }).count()).toBe(0);
    await daemon.ask('/halt', {});
    await page.getByText('All calls are halted').first().waitFor();
    expect(await page.getByRole('button', { name: 'Release…' }).count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  },
);
