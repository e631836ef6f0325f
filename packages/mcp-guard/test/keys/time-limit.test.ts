import { expect, it } from 'vitest';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

// covers: interceptors.timeout, interceptors.timeout_action

it('interceptors.timeout ends a decision that takes longer, and timeout_action blocks the message', () =>
  withGuard(
    { servers: { tiny: tinyServer() }, interceptors: { timeout: 0.001, timeout_action: 'block' } },
    async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      // No thread reads so much in a thousandth of a second.
      const answer = await client.request('tools/call', { name: 'echo', arguments: { text: 'x'.repeat(8_000_000) } });
      expect(answer).toMatchObject({
        error: {
          code: -32603,
          message: expect.stringContaining('the inspection of a large message took too long'),
          data: { code: 'INTERNAL' },
        },
      });
      expect(await client.call('echo', { text: 'still here' })).toBe('still here');
      await client.end();
      const rows = await readRecord(guard, '-t', 'block');
      expect(rows).toMatchObject([{ code: 'INTERNAL' }]);
    },
  ));
