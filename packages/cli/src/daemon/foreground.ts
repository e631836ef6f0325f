import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine, safe, safeJsonLines, safeLines } from '@mcp-guard/core';
import { daemonEnvironment } from '@mcp-guard/core/start-daemon';
import type { StoreReader } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';
import { describeWhat } from '../logs/call-row.js';
import { formatSecond } from '../output/moment.js';
import { openRecord } from '../record/open-record.js';
import { findDaemonOf, namedVariables } from './start-daemon.js';

/** The terminal's signals reach the daemon too; this process waits for it and ends as it does. */
export async function runInForeground(tools: CommandTools, config: string, quiet: boolean): Promise<number> {
  const { daemonProgram, version, entrance, env } = tools;
  const args = [daemonProgram, '--version', version, '--home', entrance.home, '--config', config, '--typed'];
  const child = spawn(process.execPath, args, {
    stdio: ['inherit', 'pipe', 'pipe'],
    env: daemonEnvironment({ env, typed: true, inherit: namedVariables(config) }),
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process
    .on('SIGINT', () => undefined)
    .on('SIGTERM', forward)
    .on('SIGHUP', forward);
  child.stdout.setEncoding('utf8').on('data', (rows: string) => process.stdout.write(safeJsonLines(rows)));
  child.stderr.setEncoding('utf8').on('data', (words: string) => process.stderr.write(safeLines(words)));
  const closed = once(child, 'close');
  if (!quiet) void announce(tools, config, () => child.exitCode === null && child.signalCode === null);
  await closed;
  return child.exitCode ?? 1;
}

/** Milliseconds between looks whether the daemon answers. */
const LOOK_EVERY = 50;

/** Says where the daemon listens once it does. Standard output is for the rows of `audit.stdout`. */
async function announce(tools: CommandTools, config: string, isAlive: () => boolean): Promise<void> {
  for (; isAlive(); await delay(LOOK_EVERY)) {
    const daemon = await findDaemonOf(tools, config).catch(() => undefined);
    if (!daemon) continue;
    tools.note(`listening for clients (pid ${daemon.pid}); Ctrl-C stops it`);
    tools.note(`configuration: ${config}`);
    if (daemon.dashboard !== null) tools.note(`dashboard: ${daemon.dashboard} (mcp-guard dashboard)`);
    return tellRefusals(tools, config, isAlive);
  }
}

/** Milliseconds between looks into the record, and rows that are shown of each. */
const READ_EVERY = 500;
const MAX_AT_ONCE = 20;

/** One line for each message that is refused from now on. */
async function tellRefusals(tools: CommandTools, config: string, isAlive: () => boolean): Promise<void> {
  const record = openRecord(tools.findPaths(config), tools.env);
  try {
    let seen = record.audit.newest({}, 1)[0]?.seq ?? 0;
    for (; isAlive(); await delay(READ_EVERY)) seen = tellNewer(record, seen, tools);
  } finally {
    record.close();
  }
}

/** Returns the last row that was looked at. */
function tellNewer({ audit }: StoreReader, seen: number, { note }: CommandTools): number {
  const rows = audit.newest({ outcome: 'refused', afterSeq: seen }, MAX_AT_ONCE);
  for (const row of rows) {
    const what = `${safe(row.server ?? '-', 32)} ${safe(describeWhat(row), 72)}`;
    note({
      words: `${formatSecond(row.at, Date.now())} refused: ${what}: ${safe(row.detail ?? '', 300)}; see`,
      command: commandLine('mcp-guard logs', String(row.seq)),
    });
  }
  return rows.at(-1)?.seq ?? seen;
}
