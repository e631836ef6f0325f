import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { GuardError, safe, stateFolders } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';
import { Declined } from '../person/declined.js';
import { insistOnYes } from '../person/insist-on-yes.js';
import { runUndo } from '../init/run-undo.js';
import { openManager } from '../service/registry.js';
import { readOwn } from '../service/own-file.js';
import { thisSystem } from '../service/system.js';
import { uninstallService } from '../service/uninstall.js';
import { findRunning } from '../daemon/start-daemon.js';
import { ifRunning, stopDaemon } from '../daemon/stop-daemon.js';
import { findTerminal, openTerminal } from '../person/terminal.js';
import { readHome, removeHome } from './home-contents.js';

const MAX_PATH = 500;

export interface UninstallOptions {
  readonly yes?: true;
  readonly purge?: true;
}

/** Puts the clients back, ends what runs, and says what stays. Each step may be repeated. */
export async function runUninstall(tools: CommandTools, { yes, purge }: UninstallOptions): Promise<void> {
  const { print } = tools;
  const isComplete = await runUndo(tools, { client: [], ...(yes && { yes }) });
  if (!isComplete) {
    throw new GuardError('CONFIG_INVALID', 'a client still needs the guard, so nothing else was removed', {
      hint: { words: 'correct what is named above, then:', command: 'mcp-guard uninstall' },
    });
  }
  await stopAll(tools, yes);
  if (purge) await removeAll(tools);
  else describeRest(tools);
  print('last: npm uninstall --global mcp-guard');
}

const STILL_HERE = 'the clients are without the guard; the daemon, its service and all that it keeps stay';

async function stopAll(tools: CommandTools, yes: true | undefined): Promise<void> {
  const manager = openManager(thisSystem(tools.env));
  const hasService = readOwn(manager.file) !== undefined;
  const daemon = await findRunning(tools, tools.entrance.config);
  if (!yes && (hasService || daemon)) {
    const terminal = findTerminal('uninstall');
    const question = 'stop the daemon, and its service if there is one';
    await insistOnYes(terminal, question, { outcome: STILL_HERE }).finally(() => terminal?.close());
  }
  if (hasService) await uninstallService(tools, manager);
  const stopped = await stopDaemon(tools, tools.entrance.config).catch(ifRunning);
  tools.print(stopped ? `daemon stopped (pid ${stopped.pid})` : 'no daemon runs');
}

function describeRest({ entrance, env, print }: CommandTools): void {
  const contents = readHome(entrance.home);
  if (!contents) return;
  print(`${safe(entrance.home, MAX_PATH)} stays:`);
  if (existsSync(entrance.database)) print('  mcp-guard.db, journal: the record of what your agents did');
  if (existsSync(entrance.config)) print('  mcp-guard.yaml: your rules');
  if (existsSync(entrance.secrets)) print('  secrets.env: secrets in plain text');
  if (stateFolders(env).some((folder) => existsSync(folder)))
    print('beside it, what you have agreed to start: ~/.local/state/mcp-guard');
  print('remove all of it with: mcp-guard uninstall --purge');
}

/** A record is evidence, so a person types the name of what goes, also with `--yes`. */
async function removeAll({ entrance, env, print }: CommandTools): Promise<void> {
  const contents = readHome(entrance.home);
  if (!contents) return print('no home of mcp-guard is left');
  const name = basename(entrance.home);
  const terminal = openTerminal('removing the record');
  try {
    terminal.show(`\n${entrance.home} will be deleted: ${contents.own.join(', ')}`);
    if ((await terminal.ask(`type its name, ${name}, to remove it: `)) !== name)
      throw new Declined('nothing was removed');
  } finally {
    terminal.close();
  }
  removeHome(entrance.home, contents);
  for (const folder of stateFolders(env)) rmSync(folder, { recursive: true, force: true });
  print(`${safe(entrance.home, MAX_PATH)} removed`);
  if (contents.others.length > 0) print(`left in it, not of mcp-guard: ${safe(contents.others.join(', '), MAX_PATH)}`);
}
