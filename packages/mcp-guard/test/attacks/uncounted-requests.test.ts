import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startClient, type Received } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

// Threat 32: what is refused for another reason must not be free.
const config = { servers: { tiny: { ...tinyServer(), policy: { rate_limit: { requests_per_hour: 4 } } } } };
const codes = (answers: readonly (Received | undefined)[]): readonly unknown[] =>
  answers.map((answer) => answer?.error?.code ?? 'result');
const large = 'x'.repeat(200_000);

describe.concurrent('a limit of four an hour counts', () => {
  const own = (home: string): object => ({ path: join(home, 'daemon.key') });
  it.each([
    ['calls that name the guard’s own files', own, 10403],
    ['large calls that name them', (home: string) => ({ ...own(home), large }), 10403],
    ['large calls that are fine', () => ({ large }), 'result'],
  ])('%s', (_, toArguments, expected) =>
    withGuard(config, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      const call = () => client.request('tools/call', { name: 'echo', arguments: toArguments(guard.home) });
      expect(codes([await call(), await call(), await call(), await call()])).toEqual(
        Array.from({ length: 4 }, () => expected),
      );
      expect(codes([await client.request('tools/list')])).toEqual([10429]);
      await client.end();
    }),
  );

  it('ambiguous requests', () =>
    withGuard(config, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      for (let n = 0; n < 4; n++) client.send(`{"jsonrpc":"2.0","id":${n},"method":"tools/list","x":1,"x":2}`);
      expect(codes([await client.request('tools/list', {}, 'last')])).toEqual([10429]);
      await client.end();
    }));

  it('requests without an id, which some servers execute anyway', () =>
    withGuard(config, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      for (let n = 0; n < 4; n++) client.send({ method: 'tools/call', params: { name: 'echo' } });
      client.send({ method: 'notifications/roots/list_changed' });
      expect(codes([await client.request('tools/list')])).toEqual([10429]);
      await client.end();
    }));

  it('requests under an open id', () =>
    withGuard(config, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      const held = client.request('tools/call', { name: 'hold' }, 'open');
      for (let n = 0; n < 3; n++) client.send({ id: 'open', method: 'tools/list' });
      expect(codes([await client.request('tools/list')])).toEqual([10429]);
      await client.end();
      await held;
    }));
});
