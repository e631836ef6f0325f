import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { isPublicAddress } from '@mcp-guard/core/addresses';
import { describe, expect, it } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/with-guard.ts';

// covers: extends.public_key, extends.allow_private

const denying = (version: number, tool: string): string =>
  JSON.stringify({ version, default: { permissions: { denied_tools: [tool] } } });

/** A base in a folder, signed with a key of that folder, and published. */
async function publisher(guard: TestGuard) {
  const [file, key] = [join(guard.home, 'base.yaml'), join(guard.home, 'base.key')];
  const { stdout } = await guard.run('base', 'keygen', key);
  const server: Server = createServer(({ url = '' }, response) => {
    void readFile(join(guard.home, url)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/base.yaml`;
  return {
    extending: { url, public_key: stdout.trim().slice('public_key: '.length) },
    write: (text: string): Promise<void> => writeFile(file, text),
    sign: () => guard.run('base', 'sign', file, '--key', key),
    close: (): void => server.close().closeAllConnections(),
  };
}

async function echo(guard: TestGuard): Promise<unknown> {
  const client: RawClient = startClient(guard.connect('mine'));
  await client.initialize();
  const answer = await client.request('tools/call', { name: 'echo', arguments: { text: 'hello' } });
  await client.end();
  return answer;
}

describe('a signed base', () => {
  it('binds, also after a restart without a network', () =>
    withGuard({}, async (guard) => {
      const base = await publisher(guard);
      await base.write(denying(1, 'echo'));
      expect(await base.sign()).toMatchObject({ code: 0 });
      await guard.configure({ extends: base.extending, servers: { mine: tinyServer() } });
      expect(await echo(guard)).toMatchObject({ error: { code: 10403 } });
      for (const command of ['status', 'doctor']) {
        const named = containing(`bound by the base ${base.extending.url}`);
        expect(await guard.run(command)).toMatchObject({ stdout: named });
      }
      await guard.run('stop');
      base.close();
      expect(await echo(guard)).toMatchObject({ error: { code: 10403 } });
    }));

  it('that nobody signed lets no daemon start', () =>
    withGuard({}, async (guard) => {
      const base = await publisher(guard);
      await base.write(denying(1, 'echo'));
      await base.sign();
      await base.write(denying(2, 'nothing'));
      await guard.configure({ extends: base.extending, servers: { mine: tinyServer() } });
      const problem = matching(/is not signed by the key that `extends` names/u);
      expect(await guard.run('validate')).toMatchObject({ code: 78, stderr: problem });
      expect(await startClient(guard.connect('mine')).end()).toMatchObject({ code: 78, stderr: problem });
      base.close();
    }));

  it('in a private network is asked for only with allow_private', ({ skip }) =>
    withGuard({}, async (guard) => {
      // Nothing listens there, so both answers come at once.
      const own = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .find(({ family, internal, address }) => family === 'IPv4' && !internal && !isPublicAddress(address));
      if (!own) return skip();
      const url = `https://${own.address}:1/base.yaml`;
      const validate = async (more: object): Promise<string> => {
        await guard.configure({ extends: { url, sha256: '0'.repeat(64), ...more }, servers: { mine: tinyServer() } });
        return (await guard.run('validate')).stderr;
      };
      expect(await validate({})).toContain('leads to an address that is not public');
      expect(await validate({ allow_private: true })).not.toContain('not public');
    }));
});
