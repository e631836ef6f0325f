import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from '../../support/accessible.ts';
import { launchBrowser, openTab } from '../../support/browser.ts';
import { lacks } from '../../support/programs.ts';

const BUILD = fileURLToPath(new URL('../../../site/build-site.js', import.meta.url));
const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

describe.skipIf(lacks('chromium'))('the docs site', () => {
  let folder = '';
  let origin = '';
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mcp-guard-site-'));
    execFileSync(process.execPath, [BUILD, folder]);
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
      response.end(readFileSync(join(folder, path)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${portOf(server)}`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const filesOf = (end: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(end));

  it('has a page for every document, and each link between them leads to a heading that is there', () => {
    const pages = new Map(filesOf('.html').map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    expect([...pages.keys()]).toEqual(expect.arrayContaining(['index.html', 'keys.html', 'tasks/payments.html']));
    const dead = [...pages].flatMap(([name, html]) =>
      [...html.matchAll(/<a [^>]*href="([^":]*)"/gu)].flatMap(([, href = '']) => {
        const [path = '', anchor] = href.split('#');
        const target = pages.get(path === '' ? name : join(dirname(name), path));
        const isThere = target !== undefined && (anchor === undefined || target.includes(`id="${anchor}"`));
        return isThere ? [] : [`${name}: ${href}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  it('has no script or style in its pages, so that its policy can forbid both', () => {
    for (const name of filesOf('.html')) {
      const html = readFileSync(join(folder, name), 'utf8');
      expect(html).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?:\/\/[^"]*\.(?:js|css)"/u);
    }
  });

  it.each(['http', 'file'])('finds a section by its words, and goes there, over %s', async (scheme) => {
    const { page, problems } = await openTab(browser);
    const root = scheme === 'http' ? origin : pathToFileURL(folder).href;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${root}/tasks/team.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('deny_for');
    const found = page.locator('.results li').filter({ has: page.getByText('Keys: approvals', { exact: true }) });
    await found.waitFor();
    expect(await found.locator('mark').textContent()).toBe('deny_for');
    await found.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    expect(page.url()).toBe(`${root}/keys.html#approvals`);

    await page.getByRole('searchbox').fill('zzzzzz');
    await page.getByText('Nothing was found').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    expect(asked.filter((url) => !url.startsWith(root))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it.each(['index', 'policy', 'keys', 'tasks/read-only'])(
    '%s has no barrier in light and dark, and fits 400 px',
    async (name) => {
      const { page, problems } = await openTab(browser);
      await page.goto(`${origin}/${name}.html`);
      expect(await findBarriers(page)).toEqual([]);
      await page.setViewportSize({ width: 400, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
      await page.getByText('All pages').first().click();
      await page.getByRole('link', { name: 'Ask before payments' }).first().waitFor();
      expect(problems).toEqual([]);
    },
  );
});
