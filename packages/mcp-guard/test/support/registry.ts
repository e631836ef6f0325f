import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Registry {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A registry with one package of ours, as it would be published, and all others from the registry that npm knows. npm
 * minds the shrinkwrap of packages from a registry only.
 */
export async function startRegistry(tarball: string): Promise<Registry> {
  const bytes = await readFile(tarball);
  const { stdout: packed } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
  const manifest = JSON.parse(packed);
  const { stdout } = await run('npm', ['config', 'get', 'registry']);
  const others = stdout.trim();
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/ours.tgz') return void response.end(bytes);
    if (path !== `/${manifest.name}`) {
      return void response.writeHead(302, { location: new URL(path.slice(1), others).href }).end();
    }
    const dist = { tarball: `${url}/ours.tgz`, integrity };
    const version = { ...manifest, _hasShrinkwrap: true, dist };
    const packument = {
      name: manifest.name,
      'dist-tags': { latest: manifest.version },
      versions: { [manifest.version]: version },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
