import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { callLine, resultLine } from '../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../support/in-process.ts';
import { askWeb, pageUrl } from '../support/page.ts';
import { find, lacks } from '../support/programs.ts';

const root = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

let daemon: InProcess;
let session: InProcessSession;
let url: string;
let token: string;

beforeAll(async () => {
  daemon = await startInProcess({
    policy: { permissions: { denied_tools: ['drop'], require_approval: ['deploy'] } },
    config: {
      daemon: { dashboard_port: 0, shutdown_timeout: 1 },
      spend: { tools: { pay: { amount: '/amount' } }, max_per_day: 100 },
      approvals: { notify: [{ webhook: 'https://127.0.0.1:1/' }] },
    },
  });
  url = await pageUrl(daemon);
  token = readFileSync(guardPaths(daemon.home).dashboardToken, 'utf8').trim();
  session = await daemon.connect();
  const { client, server } = session;
  for (const [id, name] of ['drop', 'deploy', 'invented-by-a-server'].entries()) client.send(callLine(name, {}, id));
  await client.next();
  await client.next();
  client.send(callLine('pay', { amount: 40 }, 9));
  await server.next();
  await server.next();
  server.send(resultLine(9));
  await client.next();
  client.send(callLine('note', { text: 'write to anna@example.com' }, 10));
  await server.next();
});

afterAll(async () => {
  await session.close();
  await daemon.close();
});

const scrape = async (): Promise<string> =>
  (await askWeb(url, '/metrics', { headers: { authorization: `Bearer ${token}` } })).body;

it('counts what was recorded, under names that nobody can invent', async () => {
  expect((await askWeb(url, '/metrics')).status).toBe(401);
  const text = await scrape();
  expect(text).toContain(
    'mcp_guard_messages_total{server="raw",direction="toServer",method="tools/call",outcome="allowed"} 3',
  );
  expect(text).toContain('mcp_guard_calls_total{server="raw",method="tools/call",outcome="refused"} 1');
  expect(text).toContain(
    'mcp_guard_refusals_total{server="raw",code="POLICY_DENIED",rule="permissions.denied_tools"} 1',
  );
  expect(text).toContain(
    'mcp_guard_refusals_total{server="raw",code="APPROVAL_REQUIRED",rule="permissions.require_approval"} 1',
  );
  expect(text).toContain('mcp_guard_findings_total{type="email",action="warn"} 1');
  expect(text).toContain('mcp_guard_spend_used{server="raw",window="day",currency="USD"} 40');
  expect(text).toMatch(/^mcp_guard_upstream_seconds_count\{server="raw"\} 1$/m);
  expect(text).not.toContain('invented-by-a-server');
});

it.skipIf(lacks('promtool'))('is what Prometheus reads', async () => {
  const checking = execFile(find('promtool') ?? '', ['check', 'metrics']);
  checking.stdin?.end(await scrape());
  let words = '';
  checking.stderr?.on('data', (chunk: string) => (words += chunk));
  const [code] = await once(checking, 'close');
  expect([code, words]).toEqual([0, '']);
});

it.skipIf(lacks('prometheus'))('is scraped by a real Prometheus with the token in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-prometheus-'));
  const port = await freePort();
  const target = new URL(url).host;
  const config = read('docker/prometheus/prometheus.yaml')
    .replace('127.0.0.1:9777', target)
    .replace('/guard/token', guardPaths(daemon.home).dashboardToken)
    .replace('scrape_interval: 15s', 'scrape_interval: 1s');
  writeFileSync(join(folder, 'prometheus.yaml'), config);
  const prometheus = spawn(
    find('prometheus') ?? '',
    [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  try {
    const query = `/api/v1/query?query=${encodeURIComponent('mcp_guard_healthy')}`;
    const asked = async (): Promise<string> =>
      askWeb(`http://127.0.0.1:${port}`, query).then(
        ({ body }) => body,
        () => '',
      );
    await expect.poll(asked).toContain('"job":"mcp-guard"');
    expect(await asked()).toMatch(/"value":\[[\d.]+,"1"\]/);
  } finally {
    prometheus.kill();
    await once(prometheus, 'close');
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Panels {
  readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
}

it('has every metric that the dashboard of Grafana asks for, and is described as it is', async () => {
  const text = await scrape();
  const { panels }: Panels = JSON.parse(read('docker/grafana/dashboards/mcp-guard.json'));
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join(' ');
  const named = new Set(asked.match(/\b(?:mcp_guard|process|nodejs)_[a-z_0-9]+/g));
  expect(named.size).toBeGreaterThan(25);
  const families = [...named].map((name) => name.replace(/_bucket$/, ''));
  expect(families.filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
  const heads = [...text.matchAll(/^# HELP (mcp_guard_\w+) (.+)$/gm)].map(([, name, help]) => `${name} ${help}`);
  const told = [...read('docs/metrics.md').matchAll(/^\| `(mcp_guard_\w+)` +\| [^|]+\| ([^|]+?) +\|$/gm)];
  expect(told.map(([, name, help]) => `${name} ${help}`)).toEqual(heads);
});

it('the compose file gives Prometheus the configuration that was tried here', () => {
  const { services } = parse(read('docker/compose.yaml'));
  expect(services.prometheus.volumes).toContain('./prometheus/prometheus.yaml:/etc/prometheus/prometheus.yaml:ro');
  expect(services.prometheus.network_mode).toBe('service:mcp-guard');
  // A socket in a folder that is mounted read-only can be connected to all the same.
  expect(JSON.stringify([services.prometheus.volumes, services.grafana.volumes])).not.toContain('home:');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
