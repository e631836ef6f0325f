/**
 * The MCP server that the official conformance suite is run against, in both eras:
 *
 *     node fixture-server.ts --stdio
 *     node fixture-server.ts --http <port, 0 for any>     prints its address
 */
import { parseArgs } from 'node:util';
import { serveOnHttp } from './fixture/serve-on-http.ts';
import { serveOnStdio } from './fixture/serve-on-stdio.ts';

const { values } = parseArgs({ options: { stdio: { type: 'boolean' }, http: { type: 'string' } } });

if (values.http !== undefined) {
  const { url } = await serveOnHttp(Number(values.http));
  process.once('disconnect', () => process.exit()); // a test that started us must not leave us behind
  process.stdout.write(`${url}\n`);
} else if (values.stdio) {
  serveOnStdio();
} else {
  process.stderr.write('usage: fixture-server.ts --stdio | --http <port>\n');
  process.exitCode = 64;
}
