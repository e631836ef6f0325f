import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { guardPaths, usualHome, type GuardPaths } from '@mcp-guard/core';
import { loadConfig, thisSystem } from '@mcp-guard/policy';
import { CLIENTS } from '../../src/clients/registry.js';
import { createLauncher } from '../../src/init/guard-launch.js';
import { applyPlan, type Moved } from '../../src/init/apply-plan.js';
import { planInit, type Plan } from '../../src/init/plan-init.js';
import { UndoLog } from '../../src/init/undo-log.js';
import { readOurState } from '../../src/init/our-state.js';
import { takeBackAll } from '../../src/init/take-back.js';
import type { TakenBack } from '../../src/init/take-back-file.js';
import type { ClientFormat } from '../../src/clients/client-format.js';
import type { Trial } from '../../src/init/try-servers.js';

/** A home with clients' files, moved without a terminal and without a daemon. */
export interface TestHome extends Disposable {
  readonly home: string;
  readonly paths: GuardPaths;
  write(path: string, text: string): void;
  plan(options?: { readonly project?: string; readonly clients?: readonly ClientFormat[] }): Promise<Plan>;
  /** Moves everything that works. @param why a server does not */
  move(why?: (trial: Trial) => string | undefined): Promise<Moved>;
  undo(options?: { readonly only?: readonly ClientFormat[]; readonly isDry?: boolean }): readonly TakenBack[];
}

export function createHome(): TestHome {
  const home = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
  const paths = guardPaths(join(home, 'guard'));
  mkdirSync(paths.home, { mode: 0o700 });
  const bin = join(home, 'installed', 'mcp-guard.cjs');
  mkdirSync(dirname(bin));
  writeFileSync(bin, '');
  const launchOf = createLauncher({
    node: process.execPath,
    bin,
    entrance: paths,
    usual: usualHome({}),
    config: paths.config,
  });
  const load = (path: string) =>
    loadConfig({ home: paths.home, path, secrets: paths.secrets, bases: paths.bases, env: {} });

  const plan: TestHome['plan'] = async ({ project, clients = CLIENTS } = {}) =>
    planInit({
      system: { ...thisSystem({}), home },
      clients,
      project,
      ours: await readOurState(paths.config, paths, load),
      env: {},
      launchOf,
      consent: async () => () => undefined,
    });
  return {
    home,
    paths,
    write(path, text) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    plan,
    move: async (why = () => undefined) =>
      applyPlan(await plan(), {
        ours: await readOurState(paths.config, paths, load),
        launchOf,
        undoLog: new UndoLog(paths.backups),
        async attempt(trials, onResult) {
          for (const trial of trials) {
            const reason = why(trial);
            onResult(trial, reason === undefined ? { tools: 1 } : { why: reason });
          }
        },
      }),
    undo: ({ only, isDry = false } = {}) =>
      takeBackAll(new UndoLog(paths.backups), { system: { ...thisSystem({}), home }, clients: CLIENTS, only, isDry }),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}
