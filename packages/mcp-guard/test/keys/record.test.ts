import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

// covers: audit, refusals

const guarded = (audit: object, more: object = {}) => ({ servers: { tiny: tinyServer() }, audit, ...more });

describe('audit', () => {
  it.each(['process', 'full'])('durability %s records and delivers', (durability) =>
    withGuard(guarded({ durability }), async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      const texts = await Promise.all(Array.from({ length: 20 }, (_, n) => client.call('echo', { text: String(n) })));
      expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
      await client.end();
      await expectIntactRecord(guard);
    }),
  );

  it('jsonl is a copy of every row', () =>
    withGuard(guarded({ jsonl: 'rows.jsonl' }), async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      await client.call('echo', { text: 'hello' });
      await client.end();
      await guard.run('stop');
      const lines = (await readFile(join(guard.home, 'rows.jsonl'), 'utf8')).trimEnd().split('\n');
      const rows = lines.map((line): unknown => JSON.parse(line));
      expect(rows).toEqual(await readRecord(guard));
    }));
});

it('audit.payload none leaves arguments and results out of every file of the home', () =>
  withGuard(guarded({ payload: 'none', jsonl: 'rows.jsonl' }), async (guard) => {
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    const canary = 'a canary that nobody may find';
    expect(await client.call('echo', { text: canary })).toBe(canary);
    await client.end();
    await guard.run('stop');
    for (const name of await readdir(guard.home, { recursive: true })) {
      const text = await readFile(join(guard.home, name), 'latin1').catch(() => '');
      expect({ name, found: text.includes(canary) }).toEqual({ name, found: false });
    }
  }));

describe('refusals', () => {
  const policy = { permissions: { denied_tools: ['echo'] } };
  it.each([
    ['error', { error: { code: 10403 } }],
    [
      'tool_result',
      {
        result: {
          isError: true,
          content: [{ text: expect.stringContaining('mcp-guard refused this: this tool is not allowed by policy') }],
        },
      },
    ],
  ])('%s answers a refused call with its like', (refusals, answer) =>
    withGuard({ servers: { tiny: { ...tinyServer(), policy } }, refusals }, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      expect(await client.request('tools/call', { name: 'echo' })).toMatchObject(answer);
      await client.end();
    }),
  );
});
