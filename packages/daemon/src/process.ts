/** The daemon as a process of its own: `daemon-process [--version V] --home H --config C [--typed]`. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endProcess, member, parseJson } from '@mcp-guard/core';
import { useCompileCache } from '@mcp-guard/core/compile-cache';
import { forbidDumps } from './host/native.js';
import { collectAlone, giveMemoryBack } from './host/spare-memory.js';

/** Milliseconds before each family of detectors. */
const FAMILY_PAUSE = 50;

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: '' },
    home: { type: 'string', default: '' },
    config: { type: 'string', default: '' },
    typed: { type: 'boolean', default: false },
  },
});

process.stderr.on('error', () => undefined); // the process that started it may have ended long ago

try {
  forbidDumps();
  const { problem } = useCompileCache(fileURLToPath(import.meta.url));
  if (problem !== undefined) process.stderr.write(`mcp-guard: ${problem}\n`); // a start that waits for this daemon hears it
  const { loadFamilies, startDaemon } = await import('./main.js');
  const daemon = await startDaemon({
    version: values.version || readVersion(),
    home: values.home,
    config: values.config,
    typed: values.typed,
    env: process.env,
    problem,
    workers: {
      takeover: new URL('takeover-worker.js', import.meta.url),
      large: new URL('large-worker.js', import.meta.url),
      history: new URL('history-worker.js', import.meta.url),
    },
    commands: new URL('cli.js', import.meta.url),
    page: new URL('page/', import.meta.url),
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void daemon.stop());
  const stopLooking = giveMemoryBack();
  collectAlone();
  // While nothing else is to do: a message that meets the first word of a family need not wait for its code.
  void loadFamilies(() => delay(FAMILY_PAUSE, undefined, { ref: false })).catch(endProcess);
  await daemon.stopped;
  stopLooking();
  process.exit(0);
} catch (thrown) {
  endProcess(thrown);
  process.exit();
}

/**
 * Reads the version of the package that is installed now: a service that was written once starts what an update has put
 * there.
 */
function readVersion(): string {
  const version = member(parseJson(readFileSync(new URL('../package.json', import.meta.url), 'utf8')), 'version');
  return typeof version === 'string' ? version : 'unknown';
}
