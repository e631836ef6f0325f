import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GuardError } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { writeLogin } from '@mcp-guard/net/logins';
import { discoverProvider } from '@mcp-guard/net/oauth';
import { openOutbound } from '@mcp-guard/net/outbound';
import { readProxySettings } from '@mcp-guard/net/proxy-settings';
import { downloadThrough } from '@mcp-guard/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../../../../net/test/support/certificate.ts';
import { toHeldCall } from '../../../src/approvals/held-call.ts';
import { FORMATS } from '../../../src/approvals/notify/formats/registry.ts';
import { openWebhook } from '../../../src/approvals/notify/webhook.ts';
import type { OpenChannel } from '../../../src/ends/remote/channel/channel.ts';
import { openSse } from '../../../src/ends/remote/channel/sse.ts';
import { openWebsocket } from '../../../src/ends/remote/channel/websocket.ts';
import { openCredentials } from '../../../src/ends/remote/link/credentials.ts';
import type { RemoteServerLink } from '../../../src/ends/remote/link/remote-server-link.ts';
import { ServerLink } from '../../../src/ends/remote/link/server-link.ts';
import { SendOutcome, Sender } from '../../../src/telemetry/sender.ts';
import { approvalOf } from '../../support/approval.ts';
import { openChannelEnd } from './support/channel-end.ts';
import { HOSTILE_BYTES, serveBytes } from './support/hostile-bytes.ts';
import { remoteServer } from './support/remote-config.ts';

const authority = createAuthority();

function linkTo(url: string): RemoteServerLink {
  const link = new ServerLink({
    name: 'shop',
    config: remoteServer({ url, ...(url.startsWith('ws') && { transport: 'websocket' }) }),
    credentials: {
      authorization: async () => undefined,
      renew: async () => false,
      refusal: (status) => new GuardError('UPSTREAM_UNAVAILABLE', `refused with ${status}`),
    },
    open: async () => openOutbound({ url, allowHttp: false, allowPrivate: false }),
    onOpen: () => undefined,
  });
  onTestFinished(() => link.close());
  return link.session();
}

async function initialize(url: string, open: OpenChannel): Promise<never> {
  const { say, hears } = openChannelEnd({ url, open });
  say({ id: 0, method: 'initialize', params: { protocolVersion: '2024-11-05', capabilities: {} } });
  throw new Error((await hears(1))[0]);
}

async function renew(origin: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-ways-out-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const client = { id: 'guard', secret: undefined, authMethod: 'none', isConfigured: false } as const;
  const tokens = { accessToken: 'old', refreshToken: 'r', obtainedAt: 1, expiresAt: 2, scopes: [] };
  const config = remoteServer({ url: `${origin}/mcp` });
  writeLogin(folder, { server: config.url, issuer: origin, resource: config.url, client, ...tokens });
  return openCredentials({
    name: 'shop',
    config,
    folder,
    fetch: guardedFetch,
    onProblem: () => undefined,
  }).authorization();
}

async function collect(origin: string): Promise<never> {
  const outcome = new SendOutcome();
  const to = { url: new URL(origin), headers: {}, fetch: guardedFetch };
  const sender = new Sender<string>('v1/traces', to, outcome, (items) => Buffer.from(items.join()));
  sender.add(['a span']);
  await sender.flush();
  throw new Error(outcome.failure ?? 'it was taken');
}

/** All that the daemon asks over HTTP; each ends in an error. */
const WAYS: Readonly<Record<string, (origin: string, host: string) => Promise<unknown>>> = {
  async 'Streamable HTTP'(origin) {
    const { body } = await linkTo(origin).exchange({ method: 'POST', headers: {}, body: Buffer.from('{}') });
    return text(body);
  },
  'HTTP with server-sent events': (origin) =>
    initialize(origin, openSse({ name: 'shop', url: origin, link: linkTo(origin) })),
  'a websocket': (_, host) =>
    initialize(`ws://${host}/`, openWebsocket({ name: 'shop', url: `ws://${host}/`, link: linkTo(`ws://${host}/`) })),
  'the issuer of a login': renew,
  'an OpenID provider': (origin) => discoverProvider(origin),
  'a webhook': (webhook, host) => {
    const tools = { fetch: guardedFetch, formats: FORMATS, now: Date.now };
    return openWebhook(host, () => ({ webhook, format: 'json', secret: null }), tools).report(toHeldCall(approvalOf()));
  },
  'a collector': collect,
  'the host of a base': (origin) => downloadThrough(() => undefined)(origin),
  'a proxy': (origin) => guardedFetch('https://shop.example/', { proxy: readProxySettings(origin, {}) }),
};

const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${wordsOf(error.cause)}`.trim() : '';

/** None says that there was no answer in time. The last ones: an answer that opens no websocket, and what is no TLS. */
const ENDED =
  /never comes to its answer|too many headers|Headers Overflow|no part of its response|closed its connection|not HTTP|more than \d+ bytes|answered with|ERR_SSL/;

// Threat 34
describe.each(HOSTILE_BYTES)('$what', (bytes) => {
  it.each(Object.entries(WAYS))('from %s: it ends with an error, long before its time is over', async (_, ask) => {
    const { port, isReadToTheEnd } = await serveBytes(bytes);
    const words = await ask(`http://127.0.0.1:${port}`, `127.0.0.1:${port}`).then(String, wordsOf);
    expect(words).toMatch(ENDED);
    expect(await isReadToTheEnd()).toBe(false);
  });

  it('through TLS ends as it does without', async () => {
    const { port, isReadToTheEnd } = await serveBytes(bytes, authority.issue());
    const asked = guardedFetch(`https://localhost:${port}/`, { ca: authority.cert });
    await expect(asked).rejects.toMatchObject({ message: expect.not.stringContaining('in time') });
    expect(await isReadToTheEnd()).toBe(false);
  });
});
