import { readFileSync } from 'node:fs';
import { guardPaths, type EditView } from '@mcp-guard/core';
import { expect, it } from 'vitest';
import { askDaemon } from '../support/ask-daemon.ts';
import { askFromTerminal } from '../support/ask-from-terminal.ts';
import { createWire } from '../support/in-process-wire.ts';
import { askForCode, askWeb, json, pageUrl, signIn } from '../support/page.ts';

const WISH = { kind: 'tool', verb: 'allow', server: 'raw', tool: 'deploy' };
const DENIED = {
  policy: { permissions: { denied_tools: ['deploy'] } },
  config: { daemon: { dashboard_port: 0, shutdown_timeout: 1 } },
} as const;

it('an edit that allows more counts from no agent, no program with the token, and no page of theirs', async () => {
  await using wire = await createWire(DENIED);
  const { guard } = wire;
  await wire.connect();
  const text = (): string => readFileSync(guardPaths(guard.home).config, 'utf8');
  const before = text();
  const request = { wish: WISH, by: 'the boss', at: Date.now(), signature: null };
  const { print, state } = await askDaemon<EditView>(guard, '/edits', request);
  expect(state).toBe('shown');
  const confirmed = { ...request, print };

  expect(await askDaemon(guard, '/edits', confirmed)).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await askFromTerminal(guard, '/edits', confirmed, 'inside')).toMatchObject({ code: 'UNAUTHENTICATED' });
  const url = await pageUrl(guard);
  const token = readFileSync(guardPaths(guard.home).dashboardToken, 'utf8').trim();
  const bearer = { authorization: `Bearer ${token}`, origin: url };
  const pages = [await signIn(await askForCode(guard, 'no terminal')), await signIn(await askForCode(guard, 'inside'))];
  for (const headers of [bearer, ...pages]) {
    for (const body of [request, confirmed]) {
      const { status } = await askWeb(url, '/api/edits', {
        method: 'POST',
        headers: { ...headers, ...json },
        body: JSON.stringify(body),
      });
      expect([401, 403]).toContain(status);
    }
  }
  expect(text()).toBe(before);

  expect(await askFromTerminal(guard, '/edits', confirmed)).toMatchObject({ state: 'written' });
  expect(text()).not.toContain('deploy');
});

it('a name that a server chose for its tool is written as that name, and as no pattern', async () => {
  await using wire = await createWire({ config: DENIED.config });
  await wire.connect();
  const wish = { ...WISH, verb: 'deny', tool: '*' };
  const view = await askDaemon<EditView>(wire.guard, '/edits', { wish, by: 'anna', at: Date.now() });
  expect(view).toMatchObject({ state: 'written', loosens: [] });
  expect(readFileSync(guardPaths(wire.guard.home).config, 'utf8')).toContain(String.raw`^\\*$`);
});
