import type { Assigned, ClientEntry } from './assign.js';
import { toChanges, type Changes } from './changes.js';
import type { LaunchOf } from './guard-launch.js';
import type { FileRecord, UndoLog } from './undo-log.js';
import { moveIn } from './move-in.js';
import { setPassEnv } from './our-files.js';
import type { OurState } from './our-state.js';
import type { Plan } from './plan-init.js';
import { takeBack } from './take-back-file.js';
import { toTrials } from './trials.js';
import type { Trial, TrialResult } from './try-servers.js';
import { writeOurs } from './write-ours.js';

/** The result for the servers that were to be moved. */
export interface Moved {
  readonly moved: readonly (ClientEntry & { readonly ours: string })[];
  readonly staying: readonly (ClientEntry & { readonly why: string })[];
  /** The number of tools by the server's name in our configuration. */
  readonly tools: ReadonlyMap<string, number>;
  /** Servers that need a login first. */
  readonly logins: ReadonlySet<string>;
  /** `daemon.pass_env`, if it was changed. */
  readonly passEnv: readonly string[] | undefined;
}

export interface MoveOptions {
  readonly ours: OurState;
  readonly launchOf: LaunchOf;
  readonly undoLog: UndoLog;
  /** Connects to servers through the guard, and reports each by its name. */
  readonly attempt: (trials: readonly Trial[], onResult: (trial: Trial, result: TrialResult) => void) => Promise<void>;
  /**
   * The variables of the terminal that servers get from now on, once some have failed; nothing leaves them as they are.
   * @param whys why servers failed
   */
  readonly offer?: (whys: readonly string[]) => Promise<readonly string[] | undefined>;
}

/**
 * Applies a plan: our own files first; then every server is tried through the guard, and one that fails leaves our
 * files again; then the files of clients, one by one. A kill in between leaves clients that
 * work as before or through the guard.
 */
export async function applyPlan(plan: Plan, options: MoveOptions): Promise<Moved> {
  const { undoLog } = options;
  const { final, tools, logins, failed, passEnv } = await writeAndTry(plan, options);
  const notMoved = final.files.flatMap((change) => moveIn(undoLog, change));

  const isStill = new Set(notMoved.map(({ server }) => server));
  const movedNow = final.files.flatMap(({ file, moves }) =>
    moves.filter(({ server }) => !isStill.has(server)).map(({ server, ours: name }) => ({ file, server, ours: name })),
  );
  const untried = [...failed].map(([{ file, server }, why]) => ({ file, server, why }));
  return { moved: movedNow, staying: [...untried, ...notMoved], tools, logins, passEnv };
}

interface Tried {
  /** Without the servers that failed. */
  readonly final: Changes;
  readonly tools: ReadonlyMap<string, number>;
  readonly logins: ReadonlySet<string>;
  /** Why entries stay. */
  readonly failed: ReadonlyMap<ClientEntry, string>;
  readonly passEnv: readonly string[] | undefined;
}

/** Restores our own files if nothing works, or if anything is thrown on the way. */
async function writeAndTry(
  { assignment, changes }: Pick<Plan, 'assignment' | 'changes'>,
  options: MoveOptions,
): Promise<Tried> {
  const { ours, undoLog, launchOf } = options;
  const written: FileRecord[] = [];
  const write = (...[path, before, text]: WriteOurs): void => {
    const record = writeOurs(undoLog, path, before, text);
    if (record) written.push(record);
  };
  const takeAllBack = (): void => {
    for (const record of written.toReversed()) takeBack(undoLog, record);
  };
  try {
    write(ours.secretsPath, ours.secrets, changes.secrets);
    write(ours.configPath, ours.config, changes.config);
    let tried = await tryAll(assignment.servers, changes, options);
    const passEnv = tried.failed.size > 0 ? await options.offer?.([...tried.failed.values()]) : undefined;
    const known = passEnv ? { ...ours, config: setPassEnv(ours.config, passEnv, ours.schema) } : ours;
    const current = passEnv ? toChanges(assignment.servers, known, launchOf) : changes;
    if (passEnv) {
      write(ours.configPath, changes.config, current.config);
      tried = await tryFailed(assignment.servers, current, tried, options);
    }
    const { tools, logins, failed } = tried;
    const working = assignment.servers.map((server) => ({
      ...server,
      entries: server.entries.filter((entry) => !failed.has(entry)),
    }));
    const final = toChanges(working, known, launchOf);
    if (tools.size + logins.size === 0) takeAllBack();
    else {
      write(ours.configPath, current.config, final.config);
      write(ours.secretsPath, changes.secrets, final.secrets);
    }
    return { final, tools, logins, failed, passEnv };
  } catch (error) {
    takeAllBack();
    throw error;
  }
}

/** Tries those again that have failed. */
async function tryFailed(
  servers: readonly Assigned[],
  changes: Changes,
  before: TriedServers,
  options: MoveOptions,
): Promise<TriedServers> {
  const again = servers.map((server) => ({
    ...server,
    entries: server.entries.filter((entry) => before.failed.has(entry)),
  }));
  const { tools, logins, failed } = await tryAll(again, changes, options);
  return {
    tools: new Map([...before.tools, ...tools]),
    logins: new Set([...before.logins, ...logins]),
    failed,
  };
}

type TriedServers = Omit<Tried, 'final' | 'passEnv'>;
type WriteOurs = readonly [path: string, before: string | undefined, text: string];

/** Every server is tried in each of the folders in which clients start it, since it may be found from only one. */
async function tryAll(
  servers: readonly Assigned[],
  { files }: Changes,
  { launchOf, attempt }: Pick<MoveOptions, 'launchOf' | 'attempt'>,
): Promise<TriedServers> {
  const moving = new Set(files.flatMap(({ moves }) => moves.map(({ server }) => server)));
  const tools = new Map<string, number>();
  const logins = new Set<string>();
  const failed = new Map<ClientEntry, string>();
  const trials = new Map<Trial, readonly ClientEntry[]>();
  for (const assigned of servers) {
    const entries = assigned.entries.filter(({ server }) => moving.has(server));
    for (const [trial, alike] of toTrials(assigned, entries, launchOf)) trials.set(trial, alike);
  }
  await attempt([...trials.keys()], (trial, result) => {
    if ('tools' in result) tools.set(trial.name, result.tools);
    else if ('needsLogin' in result) logins.add(trial.name);
    else for (const entry of trials.get(trial) ?? []) failed.set(entry, result.why);
  });
  return { tools, logins, failed };
}
