import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openSignedIn } from '../../support/browser.ts';
import { callLine } from '../../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../../support/in-process.ts';
import { lacks } from '../../support/programs.ts';

const CALLS = 10_000;
/** Rows: those in sight and some beyond both edges. */
const MAX_DRAWN = 60;

let browser: Browser;
let daemon: InProcess;
let session: InProcessSession;

beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startInProcess({
    policy: { permissions: { denied_tools: ['drop'] } },
    config: { daemon: { dashboard_port: 0, shutdown_timeout: 1 } },
  });
  session = await daemon.connect();
  await refuse(CALLS);
});

afterAll(async () => {
  await browser.close();
  await daemon.close();
});

async function refuse(count: number): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const ids = Array.from({ length: Math.min(500, count - from) }, (_, at) => from + at);
    session.client.send(...ids.map((id) => callLine('drop', { id }, id)));
    for (const _ of ids) await session.client.next();
  }
}

/** Scrolls to the end until there is no more, a turn of the screen at a time. The most rows there ever were. */
const SCROLL = `async () => {
  const place = document.querySelector('.call-scroller');
  const last = () => Number(document.querySelector('tr[data-seq]:nth-last-child(2)')?.getAttribute('aria-rowindex'));
  let most = 0;
  while (last() < ${CALLS}) {
    place.scrollTop = place.scrollHeight;
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    most = Math.max(most, document.querySelectorAll('tr[data-seq]').length);
  }
  return most;
}`;

it.skipIf(lacks('chromium'))(
  'a list of ten thousand calls draws those in sight, and stays where it is as more come',
  async () => {
    const { page, problems } = await openSignedIn(browser, daemon);
    await page.getByRole('link', { name: 'Calls', exact: true }).click();
    await page.locator('tr[data-seq]').first().waitFor();
    expect(await page.evaluate<number>(`(${SCROLL})()`)).toBeLessThanOrEqual(MAX_DRAWN);
    const last = page.locator('tr[data-seq]').last();
    expect(await last.getAttribute('aria-rowindex')).toBe(String(CALLS + 1));
    const seen = await last.boundingBox();
    await refuse(3);
    await page.getByRole('button', { name: '3 newer, back to the top' }).waitFor();
    expect(await last.boundingBox()).toEqual(seen);
    await page.getByRole('button', { name: '3 newer, back to the top' }).click();
    await page.locator('tr[aria-rowindex="2"]').waitFor();
    expect(await page.locator('tr[data-seq]').count()).toBeLessThanOrEqual(MAX_DRAWN);
    const first = page.locator('tr[aria-rowindex="2"]');
    const newest = await first.getAttribute('data-seq');
    await page.keyboard.press('p');
    await refuse(2);
    await page.getByText('The list is paused').waitFor();
    await page.waitForTimeout(500); // longer than calls are gathered for
    expect(await first.getAttribute('data-seq')).toBe(newest);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => first.getAttribute('data-seq')).not.toBe(newest);
    expect(problems).toEqual([]);
  },
);
