import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ERRORS, GuardError, safeJson, usualHome } from '@mcp-guard/core';
import { recordSearchPath } from '@mcp-guard/core/search-path';
import { recordEnvironment } from '@mcp-guard/core/terminal-environment';
import { thisSystem, type System } from '@mcp-guard/policy';
import { chooseClients } from '../clients/choose-clients.js';
import type { ClientFormat } from '../clients/client-format.js';
import { agreeTo, agreeToWritten } from '../person/agree.js';
import type { CommandTools } from '../command.js';
import { findRunning } from '../daemon/start-daemon.js';
import { count } from '../output/count.js';
import { findTerminal, type Terminal } from '../person/terminal.js';
import { withInitLock } from './with-init-lock.js';
import { askForProjects } from './consent.js';
import { describeMoved, movedToJson } from './describe-moved.js';
import { findGaps, type UnmovedPlace } from './gaps.js';
import { createLauncher, refusePassing, type LaunchOf } from './guard-launch.js';
import type { GuardProgram } from './guard-program.js';
import { applyPlan, type Moved } from './apply-plan.js';
import { toRows } from './describe-plan.js';
import { adviseOn } from './network-trouble.js';
import { awaitVariables, offerVariables } from './offer-variables.js';
import { findSchema } from './our-files.js';
import { offerLogins } from './offer-logins.js';
import { planInit, type Plan } from './plan-init.js';
import { notePortable } from './note-portable.js';
import { insistOnYes } from '../person/insist-on-yes.js';
import { UndoLog } from './undo-log.js';
import { readOurState, type OurState } from './our-state.js';
import { settleAfter } from './settle.js';
import { describeWhole, planToJson, showGaps, showPlan } from './show-plan.js';
import { awaitReload, refuseOther, tryServers } from './try-servers.js';
import { describeCodeLoading, describeUnpassed, findCodeLoading, findUnpassed } from './unpassed.js';

export interface InitOptions {
  readonly output?: string;
  readonly config?: string;
  readonly dryRun?: true;
  /** Ids. */
  readonly client: readonly string[];
  readonly project?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly keepBridges?: true;
  /** Also names the variables of this terminal that servers do not see. */
  readonly verbose?: true;
}

/** The servers that `init` has put behind the guard. */
export interface InitResult {
  /** The path of our configuration. */
  readonly config: string;
  /** Their names in our configuration. */
  readonly servers: readonly string[];
}

/** Shows what `init` would do, asks, and does it. Returns nothing if no server was moved. */
export async function runInit(tools: CommandTools, options: InitOptions): Promise<InitResult | undefined> {
  const system = thisSystem(tools.env);
  if (!existsSync(system.home)) throw new GuardError('CONFIG_INVALID', `there is no home folder ${system.home}`);
  if (options.dryRun) return runWith(tools, system, options, undefined);
  return withInitLock(tools.entrance, async () => {
    const terminal = options.yes && !options.project ? undefined : findTerminal('init');
    try {
      return await runWith(tools, system, options, terminal);
    } finally {
      terminal?.close();
    }
  });
}

async function runWith(
  tools: CommandTools,
  system: System,
  options: InitOptions,
  terminal: Terminal | undefined,
): Promise<InitResult | undefined> {
  const prepared = await prepare(tools, system, options, terminal);
  const { config, plan, ours, gaps } = prepared;
  if (!options.json) {
    showPlan(tools, plan, prepared.clients);
    if ((options.dryRun || options.yes) && toRows(plan).length > 0) tools.print(`\n${describeWhole(plan, ours)}`);
    notePortable(tools, plan, prepared.program);
  }
  if (plan.unread.length > 0) tools.setExit(ERRORS.MALFORMED_MESSAGE.exit);
  if (plan.changes.files.length === 0 || options.dryRun) {
    if (options.json) tools.print(safeJson(planToJson(plan, ours, gaps)));
    else {
      showGaps(tools, gaps);
      showVariables(tools, ours.passEnv, options);
    }
    return undefined;
  }
  refusePassing(tools.guardProgram);
  await refuseOther(tools, config);
  const runs = (await findRunning(tools, config)) !== undefined;
  await agreeTo(tools, config, { command: 'init', yes: false, runs });
  await askWhether(prepared, terminal, options);
  const moved = await settleAfter(tools, { config, ranBefore: runs }, () => move(tools, prepared, options, terminal));
  if (options.json) tools.print(safeJson({ ...planToJson(plan, ours, gaps), ...movedToJson(moved) }));
  else showMoved(tools, moved, prepared, options);
  if (terminal && !options.json && !options.yes) {
    await offerLogins(moved.logins, terminal, { guardProgram: tools.guardProgram, config });
  }
  if (moved.staying.length > 0) tools.setExit(ERRORS.UPSTREAM_UNAVAILABLE.exit);
  const servers = [...new Set(moved.moved.map(({ ours: name }) => name))];
  return servers.length > 0 ? { config, servers } : undefined;
}

/** Everything that is known before a file is changed. */
interface Prepared {
  /** The path of our configuration. */
  readonly config: string;
  readonly ours: OurState;
  readonly program: GuardProgram;
  readonly launchOf: LaunchOf;
  readonly clients: readonly ClientFormat[];
  readonly plan: Plan;
  readonly gaps: readonly UnmovedPlace[];
}

async function prepare(
  tools: CommandTools,
  system: System,
  options: InitOptions,
  terminal: Terminal | undefined,
): Promise<Prepared> {
  const config = chooseConfig(tools, options);
  const ours = { ...(await readOurState(config, tools.entrance, tools.load)), schema: findSchema(tools.guardProgram) };
  const { execPath: node } = process;
  const { guardProgram: bin, entrance } = tools;
  const program = { node, searchPath: tools.env['PATH'], bin, entrance, usual: usualHome(tools.env), config };
  const launchOf = createLauncher(program);
  const clients = chooseClients(options.client);
  const plan = await planInit({
    system,
    clients,
    project: options.project ? tools.cwd : undefined,
    ours,
    env: tools.env,
    keepBridges: options.keepBridges === true,
    launchOf,
    consent: (entries) => askForProjects(entries, terminal),
  });
  return { config, ours, program, launchOf, clients, plan, gaps: findGaps(system, clients) };
}

/** Changes the files, and tries every server through the guard. */
async function move(
  tools: CommandTools,
  { config, ours, launchOf, plan }: Prepared,
  { json }: InitOptions,
  terminal: Terminal | undefined,
): Promise<Moved> {
  const undoLog = new UndoLog(tools.entrance.backups);
  undoLog.sweep();
  if (tools.env['PATH']) recordSearchPath(tools.entrance.path, tools.env['PATH']);
  recordEnvironment(tools.entrance.environment, tools.env, ours.passEnv);
  const offer = offerVariables(tools, { terminal, passEnv: ours.passEnv });
  let isAgain = false;
  return applyPlan(plan, {
    ours,
    launchOf,
    undoLog,
    async offer(whys) {
      const names = await offer(whys);
      isAgain = names !== undefined;
      return names;
    },
    async attempt(trials, onResult) {
      if (isAgain) await awaitVariables(tools, config);
      const names = new Set(trials.map(({ name }) => name));
      await agreeToWritten(tools, config, ours.config === undefined);
      await awaitReload(tools, config, [...names]);
      if (!json) tools.note(`\ntrying ${count(names.size, 'server')} through the guard`);
      await tryServers(trials, tools, onResult);
    },
  });
}

function showMoved(tools: CommandTools, moved: Moved, { ours, gaps }: Prepared, options: InitOptions): void {
  tools.print(describeMoved(moved));
  showGaps(tools, gaps);
  const passEnv = moved.passEnv ?? ours.passEnv;
  const whys = moved.staying.map(({ why }) => why);
  for (const advice of adviseOn(whys, tools.env, passEnv)) tools.note(advice);
  showVariables(tools, passEnv, options);
}

function showVariables({ env, note }: CommandTools, passEnv: readonly string[], { verbose }: InitOptions): void {
  if (!verbose) return;
  const unpassed = findUnpassed(env, passEnv);
  if (unpassed.length > 0) note(`\n${describeUnpassed(unpassed)}`);
  const loading = findCodeLoading(env);
  if (loading.length > 0) note(describeCodeLoading(loading));
}

/** The configuration that is to be written, absolute. */
export function chooseConfig({ entrance, env, cwd }: CommandTools, { output, config }: InitOptions): string {
  const named = output ?? config ?? env['MCP_GUARD_CONFIG'];
  return named === undefined || named === '' ? entrance.config : resolve(cwd, named);
}

async function askWhether(
  { plan, ours }: Prepared,
  terminal: Terminal | undefined,
  options: InitOptions,
): Promise<void> {
  if (options.yes) return;
  const { files } = plan.changes;
  const servers = files.flatMap(({ moves }) => moves).length;
  await insistOnYes(terminal, `move ${count(servers, 'server')} in ${count(files.length, 'file')}`, {
    details: () => describeWhole(plan, ours),
  });
}
