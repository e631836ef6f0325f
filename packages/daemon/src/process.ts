/** The daemon as a process of its own: `daemon-process --version V --home H --config C [--typed]`. */
import { parseArgs } from 'node:util';
import { GuardError } from '@mcp-guard/core';
import { startDaemon } from './main.js';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: '' },
    home: { type: 'string', default: '' },
    config: { type: 'string', default: '' },
    typed: { type: 'boolean', default: false },
  },
});

process.stderr.on('error', () => undefined); // whoever started it may have stopped listening long ago

try {
  const daemon = await startDaemon({
    version: values.version,
    home: values.home,
    config: values.config,
    typed: values.typed,
    env: process.env,
    workers: {
      maintenance: new URL('maintenance-worker.js', import.meta.url),
      large: new URL('large-worker.js', import.meta.url),
    },
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void daemon.stop());
  await daemon.stopped;
  process.exit(0);
} catch (thrown) {
  const error = GuardError.from(thrown);
  const cause = error.code === 'INTERNAL' && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  for (const line of `${error.message}${cause}`.split('\n')) process.stderr.write(`mcp-guard: ${line}\n`);
  if (error.hint) process.stderr.write(`mcp-guard: ${error.hint}\n`);
  process.exit(error.exit);
}
