import { GuardError } from '@mcp-guard/core';
import { findSystemProgram, runProgram } from '@mcp-guard/core/system-program';
import { forTerminal } from '@mcp-guard/detectors';
import { safe } from '@mcp-guard/core';
import type { HeldCall } from '../../held-call.js';
import type { Receiver } from '../receiver.js';
import type { Environment, Notice } from './notifier.js';
import { NOTIFIERS } from './registry.js';

/** Time to show one notification, in milliseconds. */
const TIMEOUT = 5000;
const MAX_WORDS = 120;

export interface DesktopTools {
  /** The programs of the system are looked for here. */
  readonly systemFolders: readonly string[];
  /** Variables of the terminal, as it was recorded last. */
  readonly terminal: () => Environment;
}

/**
 * Reports held calls on the desktop of the user. Nothing can be decided there, and a program that waits for a click is
 * not kept: the text names the command that shows the call.
 */
export const openDesktop = (isWanted: () => boolean, { systemFolders, terminal }: DesktopTools): Receiver => ({
  name: 'desktop',
  attempts: 2,
  isWanted,
  async report(call) {
    const { path, notifier } = findNotifier(systemFolders);
    const env = notifier.toEnvironment(terminal());
    const { ok, how, words } = await runProgram(path, notifier.toArguments(toNotice(call)), { env, timeout: TIMEOUT });
    if (ok) return;
    const why = forTerminal(words.trim(), MAX_WORDS, safe);
    throw new GuardError('UPSTREAM_UNAVAILABLE', `${notifier.program} ${how}${why && `: ${why}`}`);
  },
});

function findNotifier(folders: readonly string[]) {
  for (const notifier of NOTIFIERS) {
    const path = findSystemProgram(notifier.program, folders);
    if (path !== undefined) return { path, notifier };
  }
  const programs = NOTIFIERS.map(({ program }) => program).join(' or ');
  throw new GuardError('UPSTREAM_UNAVAILABLE', `no ${programs} was found in ${folders.join(', ')}`);
}

/** One line each, so that no name can pass for another part. */
const toNotice = ({ server, tool, actor, client, command }: HeldCall): Notice => ({
  title: 'mcp-guard: a call waits for a person',
  text: [
    `server: ${server}`,
    `tool: ${tool}`,
    client === null ? `for: ${actor}` : `client: ${client} (self-reported)`,
    command,
  ].join('\n'),
});
