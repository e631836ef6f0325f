import { describe, expect, it } from 'vitest';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';

const SERVERS = { servers: { tiny: tinyServer() } };

describe.concurrent('a probe that must be refused', () => {
  const duplicate = '"params":{"protocolVersion":"2025-11-25","protocolVersion":"2024-11-05"}';

  it.each([
    ['initialize, which gets an error', `{"jsonrpc":"2.0","id":1,"method":"initialize",${duplicate}}`],
    [
      'server/discover, of which any answer would be read as another revision',
      `{"jsonrpc":"2.0","id":1,"method":"server/discover",${duplicate}}`,
    ],
    ['initialize, hidden by escapes', `{"jsonrpc":"2.0","id":1,"method":"initi\\u0061lize",${duplicate}}`],
  ])('closes the connection with one line on standard error: %s', (name, line) =>
    withGuard(SERVERS, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      client.send(line);
      const { code, stderr } = await client.ended;
      const answers = name.startsWith('server') ? [] : [{ id: 1, error: { data: { code: 'MALFORMED_MESSAGE' } } }];
      expect(client.received).toMatchObject(answers);
      expect(code).toBe(65);
      const [log, why, ...more] = stderr.trimEnd().split('\n');
      expect(log).toContain('server-tiny.log');
      expect(why).toMatch(/^mcp-guard: \S/u);
      expect(more).toEqual([]);
      const rows = await readRecord(guard, '-t', 'block');
      expect(rows).toContainEqual(
        expect.objectContaining({ direction: 'toServer', code: 'MALFORMED_MESSAGE', bytesOut: 0 }),
      );
    }),
  );

  it('is none if it is another malformed request, which gets a response, and the session lives', () =>
    withGuard(SERVERS, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      client.send('{"jsonrpc":"2.0","id":"twice","method":"tools/list","params":{"a":1,"a":2}}');
      await until('it is answered', () => client.received.some(({ id }) => id === 'twice'));
      expect(client.received.at(-1)).toMatchObject({ id: 'twice', error: { data: { code: 'MALFORMED_MESSAGE' } } });
      expect(await client.call('pid')).toMatch(/^\d+$/u);
      await client.end();
    }));
});
