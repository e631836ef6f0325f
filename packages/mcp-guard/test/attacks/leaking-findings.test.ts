import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { filesThatHold } from '../support/home-files.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

/** Of the right shape, and never the same. */
const canary = (): string =>
  `ghp_${randomBytes(40)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 36)}`;

// Threat 14
it('no canary stands in any file of the home or in any answer, wherever it was planted', () =>
  withGuard({ servers: { tiny: tinyServer() }, audit: { jsonl: 'rows.jsonl' } }, async (guard) => {
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    const planted: string[] = [];
    const plant = (): string => planted[planted.push(canary()) - 1] ?? '';
    const requests: readonly [string, object?, string?][] = [
      ['tools/call', { name: 'echo', arguments: { text: plant() } }],
      ['tools/call', { name: 'echo', arguments: { [plant()]: { [plant()]: plant() } } }],
      ['tools/call', { name: plant(), arguments: {} }],
      ['resources/read', { uri: `https://example.com/a?token=${plant()}` }],
      ['prompts/get', { name: plant() }],
      ['tools/list', { cursor: plant() }],
      [`x/${plant()}`, {}],
      ['ping', {}, plant()],
      ['ping', { _meta: { progressToken: plant() } }],
      [
        'tools/call',
        { name: 'echo', arguments: { text: Buffer.from(`the key ${plant()} of all`).toString('base64') } },
      ],
    ];
    const answers = [];
    for (const [method, params, id] of requests) answers.push(await client.request(method, params, id));
    for (const answer of answers) expect(answer).toMatchObject({ error: { data: { source: 'mcp-guard' } } });
    const words = plant();
    await client.request('tools/call', { name: 'say', arguments: { words: Buffer.from(words).toString('hex') } });
    client.send({ jsonrpc: '2.0', method: `notifications/${plant()}`, params: { a: plant() } });
    client.send(`{"jsonrpc":"2.0","id":1,"method":"${plant()}","params":{"a":1,"a":2}}`);
    await client.request('ping');
    await client.end();
    await guard.run('stop');
    for (const secret of planted) {
      expect(filesThatHold(guard.home, secret)).toEqual([]);
      const echoed = client.received.filter(({ id }) => id !== secret);
      expect(JSON.stringify(echoed)).not.toContain(secret);
      expect(client.stderr).not.toContain(secret);
    }
  }));

// Threat 14
it('what a configuration defines as a type of its own stands in no file of the home either', () => {
  const number = { patterns: [{ regex: 'E-[0-9]{6}' }] };
  const config = { servers: { tiny: tinyServer() }, audit: { jsonl: 'rows.jsonl' }, pii: { custom_types: { number } } };
  return withGuard(config, async (guard) => {
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    const requests: readonly [string, object?, string?][] = [
      ['tools/call', { name: 'echo', arguments: { text: 'E-100001', 'E-100002': 1 } }],
      ['tools/call', { name: 'pay_E-100003', arguments: {} }],
      ['resources/read', { uri: 'crm://people/E-100004' }],
      ['x/E-100005', {}],
      ['ping', {}, 'E-100006'],
    ];
    for (const [method, params, id] of requests)
      expect(await client.request(method, params, id)).toMatchObject({ error: { data: { source: 'mcp-guard' } } });
    await client.end();
    await guard.run('stop');
    for (let digit = 1; digit <= 6; digit++) expect(filesThatHold(guard.home, `E-10000${digit}`)).toEqual([]);
  });
});

it('what a server writes to its standard error is logged without credentials', () =>
  withGuard({ servers: { tiny: tinyServer() }, pii: { actions: { secret: { request: 'warn' } } } }, async (guard) => {
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    const secret = canary();
    await client.request('tools/call', { name: 'say', arguments: { words: `token ${secret} used` } });
    await client.request('tools/call', { name: 'die', arguments: { words: `fatal: ${secret}` } });
    await client.end();
    await guard.run('stop');
    expect(filesThatHold(guard.home, secret)).toEqual([]);
    expect(client.stderr + JSON.stringify(client.received)).not.toContain(secret);
  }));
