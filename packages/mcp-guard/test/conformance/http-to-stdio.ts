/**
 * Shows a stdio server as an MCP endpoint over HTTP, in both eras, to clients that speak only HTTP:
 *
 *     node http-to-stdio.ts --port <port, 0 for any> -- <command> [arguments]     prints its address
 *
 * For tests only: an HTTP client cannot be told apart from another one that knows its session.
 */
import { parseArgs } from 'node:util';
import { isLegacyRequest } from '@modelcontextprotocol/server';
import { relayLegacy } from './adapter/legacy-relay.ts';
import { createModernRelay } from './adapter/modern-relay.ts';
import { openEndpoint } from './http/endpoint.ts';
import { createLegacySessions } from './http/legacy-sessions.ts';

const { values, positionals: command } = parseArgs({ options: { port: { type: 'string' } }, allowPositionals: true });
if (command.length === 0) {
  process.stderr.write('usage: http-to-stdio.ts --port <port> -- <command> [arguments]\n');
  process.exit(64);
}

const legacy = createLegacySessions((session) => relayLegacy(session, command));
const modern = createModernRelay(command);
const endpoint = await openEndpoint(Number(values.port ?? 0), async (request) =>
  (await isLegacyRequest(request)) ? legacy.serve(request) : modern.serve(request),
);

/** Leaves no child behind, whoever ended us. */
async function stop(): Promise<void> {
  endpoint.close();
  await Promise.all([legacy.close(), modern.close()]);
}
process.once('disconnect', () => void stop());
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

process.stdout.write(`${endpoint.url}\n`);
