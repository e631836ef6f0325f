/**
 * Draws the pictures of the page in docs/images, and notes the labels of each view in test/page/pictures.json, which a
 * test compares with those that the page has: a real client, real servers and a real browser, in a temporary
 * folder that is gone afterwards. Needs Chromium (CHROMIUM says where) and python3, which plays the terminal.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { chromium } from 'playwright-core';
import { stringify } from 'yaml';

const root = mkdtempSync(join(tmpdir(), 'mcp-guard-screenshots-'));
const [home, files] = [join(root, 'home'), join(root, 'files')];
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const manifest = new URL('test/page/pictures.json', import.meta.url);
const bin = fileURLToPath(new URL('bin/mcp-guard.cjs', import.meta.url));
const env = { PATH: process.env.PATH ?? '', HOME: root, MCP_GUARD_HOME: home, USER: 'anna', LOGNAME: 'anna' };
const { resolve } = createRequire(import.meta.url);
const programOf = (name) => join(dirname(resolve(`@modelcontextprotocol/${name}/package.json`)), 'dist', 'index.js');

for (const folder of [home, files]) mkdirSync(folder, { mode: 0o700 });
mkdirSync(images, { recursive: true });
writeFileSync(join(files, 'notes.md'), '# Notes\n');
writeFileSync(join(files, 'customer.txt'), 'Ada, SSN 536-90-4399\n');
writeFileSync(join(files, '.env'), `AWS_SECRET_KEY=${randomBytes(30).toString('base64')}\n`);
const servers = {
  filesystem: {
    command: process.execPath,
    args: [programOf('server-filesystem'), files],
    policy: {
      permissions: { denied_tools: ['write_file', 'edit_file'], require_approval: ['create_directory', 'move_file'] },
      rate_limit: { requests_per_hour: 200 },
    },
  },
  everything: {
    command: process.execPath,
    args: [programOf('server-everything'), 'stdio'],
    policy: { permissions: { denied_tools: ['get-env'] }, rate_limit: { requests_per_minute: 1000 } },
  },
};
const config = { daemon: { dashboard_port: 0 }, approvals: { expires_after: 3600 }, servers };
writeFileSync(join(home, 'mcp-guard.yaml'), stringify(config), { mode: 0o600 });

const guard = (...args) => execFileSync(process.execPath, [bin, ...args], { env, cwd: root, encoding: 'utf8' });

/** A code counts for decisions only if it was asked for in a terminal. */
function askForCode() {
  const inTerminal = 'import pty, sys; pty.spawn(sys.argv[1:])';
  const args = ['-c', inTerminal, process.execPath, bin, 'dashboard', '--code', '--json'];
  return JSON.parse(execFileSync('python3', args, { env, cwd: root, encoding: 'utf8' }));
}

async function connect(name, server) {
  const client = new Client({ name, version: '1.0.0' });
  const args = [bin, 'connect', '-s', server];
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args, env, cwd: files, stderr: 'ignore' }),
  );
  await client.listTools();
  return (tool, given) => client.callTool({ name: tool, arguments: given }).catch(() => undefined); // refusals are shown, too
}

/** Calls of every outcome, over half a minute, so that the chart has something to show. */
async function makeTraffic(page) {
  const file = await connect('Cursor', 'filesystem');
  const every = await connect('Claude Code', 'everything');
  for (let turn = 0; turn < 40; turn++) {
    const rest = new Promise((done) => setTimeout(done, 400 + ((turn * 7) % 5) * 160));
    for (let call = 0; call <= (turn * 5) % 7; call++) await every('get-sum', { a: turn, b: call });
    await file('read_text_file', { path: 'notes.md' });
    if (turn % 4 === 1) await file('read_text_file', { path: 'customer.txt' });
    if (turn % 9 === 2) await file('write_file', { path: 'notes.md', content: 'over' });
    if (turn === 20) await deny(page, () => file('move_file', { source: 'customer.txt', destination: 'public.txt' }));
    await rest;
  }
  await file('list_directory', { path: '.' });
  await file('read_text_file', { path: '.env' });
  await every('get-env', {});
  await file('move_file', { source: 'notes.md', destination: 'archive.md' });
  await file('create_directory', { path: 'invoices' });
  await every('echo', { message: 'done' });
}

async function deny(page, ask) {
  await ask();
  await page.goto(new URL('#/approvals', page.url()).href);
  const card = page.locator('.card', { hasText: 'move_file' });
  await card.getByRole('textbox').fill('customers stay private');
  await page.waitForTimeout(400); // a card counts as seen after a while
  await card.getByRole('button', { name: 'Deny', exact: true }).click();
  await page.getByText('No call waits.').waitFor();
}

const VIEWS = [
  { name: 'now', hash: '#/now' },
  {
    name: 'calls',
    hash: '#/calls',
    open: (page) => page.locator('tr[data-seq]:has(.bad) a').nth(1).click(),
  },
  { name: 'approvals', hash: '#/approvals' },
  { name: 'servers', hash: '#/servers', open: (page) => page.getByRole('link', { name: 'filesystem' }).click() },
];

/** Words that a view always has: of its headings, columns and figures, without counts and names. */
const LABELS = `[...document.querySelectorAll(
  'nav a, main :is(h2, h3):not(aside h2, aside[aria-labelledby=call] h3, .card h3), main th[scope=col], main .activity dt'
)].map(({ childNodes }) => [...childNodes].find(({ nodeType }) => nodeType === 3)?.textContent.trim() ?? '')`;

async function draw(page, { name, hash, open }) {
  await page.goto(new URL(hash, page.url()).href);
  await open?.(page);
  if (open) await page.getByRole('link', { name: 'Close' }).waitFor();
  await page.mouse.move(0, 0);
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(1200); // what is live has come once more, also into the chart
    await page.screenshot({ path: join(images, `${name}-${colorScheme}.png`), caret: 'hide' });
  }
  return [name, await page.evaluate(LABELS)];
}

let browser;
let code = 1;
try {
  guard('start', '-d');
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const given = askForCode(); // before there is a client: this process is one
  await page.goto(given.url);
  await page.getByLabel('Code', { exact: true }).fill(given.code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await makeTraffic(page);
  const views = [];
  for (const view of VIEWS) views.push(await draw(page, view));
  writeFileSync(manifest, `${JSON.stringify({ labels: LABELS, views: Object.fromEntries(views) }, null, 2)}\n`);
  code = 0;
} finally {
  await browser?.close();
  spawnSync(process.execPath, [bin, 'stop'], { env, cwd: root, stdio: 'ignore' });
  rmSync(root, { recursive: true, force: true });
}
process.exit(code); // the clients have lost their guard
