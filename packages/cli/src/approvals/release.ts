import { safe, toSignedRelease, userName, type DaemonStatus, type HaltStatus } from '@mcp-guard/core';
import type { AuditRow } from '@mcp-guard/store';
import type { CommandTools, ConfigOption } from '../command.js';
import { describeHalt } from '../daemon/halt.js';
import { count } from '../output/count.js';
import { Declined } from '../person/declined.js';
import { isYes, openTerminal } from '../person/terminal.js';
import { readRecord } from '../record/open-record.js';
import { findKey } from './decide.js';
import { unlock } from './passphrase.js';

/** Kinds of calls that are counted apart, and those that are shown. */
const MAX_KINDS = 1000;
const MAX_SHOWN = 10;

/** Shows the halt to the person at the terminal, asks, and sends the release to the daemon. Returns false if there is none. */
export async function release(tools: CommandTools, options: ConfigOption): Promise<boolean> {
  const config = tools.findConfig(options.config);
  const daemon = tools.control(config);
  const { halt } = await daemon.get<DaemonStatus>('/status');
  if (!halt) return false;
  const key = await findKey(tools, config);
  const terminal = openTerminal('releasing');
  try {
    terminal.show([describeHalt(halt), ...describeRefused(tools, config, halt)].join('\n'));
    if (!isYes(await terminal.ask('let calls pass again? [y/N] '))) throw new Declined('all calls stay halted');
    const sign = key && (await unlock(terminal, key));
    if (key && !sign) throw new Declined('all calls stay halted');
    const decided = { halt: halt.at, by: userName(), at: Date.now() };
    await daemon.post('/release', { ...decided, signature: sign?.(toSignedRelease(decided)) ?? null });
    return true;
  } finally {
    terminal.close();
  }
}

/** The calls that were refused meanwhile, the most frequent first. */
function describeRefused({ findPaths, env }: CommandTools, config: string, { at }: HaltStatus): readonly string[] {
  const counts = new Map<string, number>();
  let all = 0;
  readRecord(findPaths(config), env, ({ audit }) => {
    for (const row of audit.all({ code: 'HALTED', since: at })) {
      if (row.method === null) continue;
      all++;
      const kind = nameOf(row);
      if (counts.size < MAX_KINDS || counts.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  });
  if (all === 0) return ['nothing was refused meanwhile'];
  const shown = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, MAX_SHOWN);
  const rest = all - shown.reduce((sum, [, times]) => sum + times, 0);
  return [
    `refused meanwhile: ${count(all, 'message')}`,
    ...shown.map(([kind, times]) => `  ${kind}: ${times}`),
    ...(rest === 0 ? [] : [`  others: ${rest}`]),
  ];
}

const nameOf = ({ server, method, target }: AuditRow): string =>
  [server, method, target].flatMap((part) => (part === null ? [] : safe(part, 64))).join(' ');
