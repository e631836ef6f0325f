import { setTimeout as delay } from 'node:timers/promises';
import { recordEnvironment } from '@mcp-guard/core/terminal-environment';
import type { CommandTools } from '../command.js';
import { findRunning } from '../daemon/start-daemon.js';
import { isYes, type Terminal } from '../person/terminal.js';
import type { MoveOptions } from './apply-plan.js';
import { findTrouble, toOffer } from './network-trouble.js';

/** How long a running daemon may take to notice the change, in milliseconds. */
const RELOAD_LIMIT = 10_000;
const LOOK_EVERY = 50;

export interface OfferOptions {
  /** No question is asked without one. */
  readonly terminal: Terminal | undefined;
  /** Servers get these variables already. */
  readonly passEnv: readonly string[];
}

/** Asks once whether servers get further variables about proxies and certificates, if some did not reach the network. */
export const offerVariables =
  (
    { env, entrance }: Pick<CommandTools, 'env' | 'entrance'>,
    { terminal, passEnv }: OfferOptions,
  ): NonNullable<MoveOptions['offer']> =>
  async (whys) => {
    const names = whys.some(findTrouble) ? toOffer(env, passEnv) : [];
    if (!terminal || names.length === 0) return undefined;
    terminal.show('\nsome servers did not reach the network, and do not see these variables of this terminal:');
    for (const name of names) terminal.show(`  ${name}`);
    const answer = await terminal.ask('write them into daemon.pass_env, and try again? [y/N] ');
    if (!isYes(answer)) return undefined;
    const all = [...passEnv, ...names];
    recordEnvironment(entrance.environment, env, all);
    return all;
  };

/** Waits until a running daemon has the variables of its configuration; returns at once without one. */
export async function awaitVariables(tools: CommandTools, config: string): Promise<void> {
  const deadline = performance.now() + RELOAD_LIMIT;
  while (performance.now() < deadline) {
    const status = await findRunning(tools, config);
    if (!status || status.config.problems.some((problem) => problem.startsWith('daemon has changed'))) return;
    await delay(LOOK_EVERY);
  }
}
