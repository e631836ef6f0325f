import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { ApprovalView } from '@mcp-guard/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldId } from '../../support/approvals.ts';
import { launchBrowser, openSignedIn } from '../../support/browser.ts';
import { callLine } from '../../support/calls.ts';
import { startInProcess, type InProcess } from '../../support/in-process.ts';
import { pageUrl } from '../../support/page.ts';
import { lacks } from '../../support/programs.ts';

// Threat 17

let browser: Browser;
/** Signed in, in the browser that the other page is in. */
let page: Page;
let daemon: InProcess;
let url: string;
let held: ApprovalView;
let other: Server;
let otherUrl: string;

beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startInProcess({
    policy: { permissions: { require_approval: ['deploy'] } },
    config: { daemon: { dashboard_port: 0, shutdown_timeout: 1 } },
  });
  url = await pageUrl(daemon);
  const { client } = await daemon.connect();
  client.send(callLine('deploy', { to: 'production' }, 1));
  held = await daemon.ask<ApprovalView>(`/approvals/${heldId(await client.next())}`);
  other = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>Win a prize')).listen(
    0,
    '127.0.0.1',
  );
  await once(other, 'listening');
  const address = other.address();
  ({ page } = await openSignedIn(browser, daemon));
  otherUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterAll(async () => {
  await browser.close();
  other.close();
  await daemon.close();
});

/** Runs in the other page, in the browser in which the guard's page is signed in and open. What it got to read. */
const ATTACK = `async ({ url, decided }) => {
  const told = [];
  const note = (what) => (text) => told.push(what + ': ' + text);
  const paths = ['/api/approvals', '/api/page', '/api/events', '/api/now', '/', '/assets/page.js', '/healthz'];
  for (const path of paths) {
    for (const credentials of ['include', 'omit']) {
      await fetch(url + path, { credentials }).then((answer) => answer.text()).then(note('read ' + path), () => 0);
    }
  }
  const body = JSON.stringify(decided);
  const kinds = ['application/json', 'text/plain', 'application/x-www-form-urlencoded'];
  for (const type of kinds) {
    for (const mode of ['cors', 'no-cors']) {
      const headers = { 'content-type': type };
      const post = { method: 'POST', mode, body, headers, credentials: 'include' };
      await fetch(url + '/api/approvals/decide', post).then((answer) => answer.text()).then((text) => text && note('post')(text), () => 0);
    }
    navigator.sendBeacon(url + '/api/approvals/decide', new Blob([body], { type }));
  }
  for (const enctype of ['text/plain', 'application/x-www-form-urlencoded']) {
    const sink = Object.assign(document.createElement('iframe'), { name: 'sink-' + enctype });
    const form = Object.assign(document.createElement('form'), { method: 'post', action: url + '/api/approvals/decide', target: sink.name, enctype });
    // The usual trick: JSON with the sign of equality inside.
    form.append(Object.assign(document.createElement('input'), { name: body.slice(0, -1) + ',"x":"', value: '"}' }));
    document.body.append(sink, form);
    await new Promise((done) => { sink.onload = done; form.submit(); });
  }
  const stream = new EventSource(url + '/api/events', { withCredentials: true });
  await new Promise((done) => { stream.onerror = done; stream.onmessage = ({ data }) => done(note('event')(data)); });
  stream.close();
  return told;
}`;

it.skipIf(lacks('chromium'))(
  'a page on another port of this machine reads and decides nothing in the browser that is signed in',
  async () => {
    const evil = await page.context().newPage();
    await evil.goto(otherUrl);
    const decided = {
      approval: held.id,
      print: held.print,
      decision: { kind: 'approve', standing: null },
      by: 'anna',
      at: Date.now(),
      signature: null,
    };
    expect(await evil.evaluate(`(${ATTACK})(${JSON.stringify({ url, decided })})`)).toEqual([]);
    expect(await daemon.ask<readonly ApprovalView[]>('/approvals')).toMatchObject([{ id: held.id, state: 'pending' }]);
    await evil.close();
  },
);

it.skipIf(lacks('chromium'))(
  'a page in a frame of another one shows nothing, so that no click on it can be stolen',
  async () => {
    const evil = await page.context().newPage();
    await evil.goto(otherUrl);
    const framed = `async (src) => {
    const frame = Object.assign(document.createElement('iframe'), { src });
    document.body.append(frame);
    await new Promise((done) => (frame.onload = done));
  }`;
    await evil.evaluate(`(${framed})(${JSON.stringify(`${url}/#/approvals/${held.id}`)})`);
    const [, frame] = evil.frames();
    expect(frame?.url()).toBe('chrome-error://chromewebdata/');
    expect(await frame?.getByText(/mcp-guard|Approve/u).count()).toBe(0);
    await evil.close();
  },
);

it.skipIf(lacks('chromium'))(
  'a page that another one opens is not signed in, and cannot be reached from there',
  async () => {
    const evil = await page.context().newPage();
    await evil.goto(otherUrl);
    const [opened] = await Promise.all([
      evil.waitForEvent('popup'),
      evil.evaluate(`{ globalThis.opened = open(${JSON.stringify(`${url}/#/approvals/${held.id}`)}, 'guard'); 0 }`),
    ]);
    await opened.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await opened.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    const reach = `(() => { try { return String(globalThis.opened.document.title); } catch (error) { return error.name; } })()`;
    expect(await evil.evaluate(reach)).not.toContain('mcp-guard');
    expect(await opened.evaluate('globalThis.opener')).toBe(null);
    await evil.close();
  },
);
