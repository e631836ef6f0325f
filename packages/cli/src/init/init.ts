import {
  findClients,
  type FoundClientFile,
  type ReadClientFile,
  type UnreadClientFile,
} from '../clients/find-clients.js';
import type { ClientFormat, System } from '../clients/client-format.js';
import { assign, type Assigned, type Assignment, type Entry } from './assign.js';
import { toChanges, type Changes } from './changes.js';
import { checkOurs } from './check-ours.js';
import type { GuardLaunch } from './guard-launch.js';
import type { FileRecord, Journal } from './journal.js';
import { moveIn } from './move-in.js';
import { withRepairs } from './repairs.js';
import { takeBack } from './take-back.js';
import { forwardedBy, toOurServer, type Staying } from './our-server.js';
import type { OurState } from './our-state.js';
import type { Trial, TrialResult } from './try-servers.js';
import { writeOurs } from './write-ours.js';

/** What is there, and what could become of it. */
export interface Plan {
  readonly unread: readonly UnreadClientFile[];
  readonly assignment: Assignment;
  readonly changes: Changes;
}

export interface PlanOptions {
  readonly system: System;
  readonly clients: readonly ClientFormat[];
  /** Absolute, where the files of a project are to be moved too. */
  readonly project: string | undefined;
  readonly ours: OurState;
  /** Of this process. */
  readonly env: NodeJS.ProcessEnv;
  readonly launchOf: (server: string) => GuardLaunch;
  /** Asks about the servers that a project brings; each is refused that is not agreed to. */
  readonly consent: (entries: readonly Entry[]) => Promise<(entry: Entry) => Staying | undefined>;
}

/** Changes nothing. Throws CONFIG_INVALID where our own files could not be used any more. */
export async function planInit({ system, clients, project, ours, env, launchOf, consent }: PlanOptions): Promise<Plan> {
  const found = findClients(system, project, clients);
  const files = found.filter(isRead);
  const refuse = await consent(files.filter(({ scope }) => scope === 'project').flatMap(movableEntries));
  const assignment = withRepairs(assign(files, ours.known, refuse), ours.known, launchOf);
  const changes = toChanges(assignment.servers, ours, launchOf);
  checkOurs(ours, changes, env);
  return { unread: found.filter(isUnread), assignment, changes };
}

const isUnread = (file: FoundClientFile): file is UnreadClientFile => 'problem' in file;
const isRead = (file: FoundClientFile): file is ReadClientFile => !isUnread(file);

const movableEntries = (file: ReadClientFile): readonly Entry[] =>
  file.servers.filter((server) => !('why' in toOurServer(server, file.client))).map((server) => ({ file, server }));

/** What became of the servers that were to be moved. */
export interface Moved {
  readonly moved: readonly (Entry & { readonly ours: string })[];
  readonly staying: readonly (Entry & { readonly why: string })[];
  /** By the name in our configuration. */
  readonly tools: ReadonlyMap<string, number>;
}

export interface MoveOptions {
  readonly ours: OurState;
  readonly launchOf: (server: string) => GuardLaunch;
  readonly journal: Journal;
  /** Connects to servers through the guard; hears of each by its name. */
  readonly attempt: (trials: readonly Trial[], onResult: (trial: Trial, result: TrialResult) => void) => Promise<void>;
}

/**
 * Carries a plan out: our own files first, then every server is tried through the guard, what does not work leaves our
 * files again, and only then come the files of clients, one by one. Whoever is killed in between leaves clients that work as before or through the guard.
 */
export async function carryOut({ assignment, changes }: Plan, options: MoveOptions): Promise<Moved> {
  const { journal } = options;
  const { final, tools, failed } = await writeAndTry({ assignment, changes }, options);
  const notMoved = final.files.flatMap((change) => moveIn(journal, change));

  const isStill = new Set(notMoved.map(({ server }) => server));
  const movedNow = final.files.flatMap(({ file, moves }) =>
    moves.filter(({ server }) => !isStill.has(server)).map(({ server, ours: name }) => ({ file, server, ours: name })),
  );
  const untried = assignment.servers.flatMap(({ name, entries }) => {
    const why = failed.get(name);
    return why === undefined ? [] : entries.map((entry) => ({ ...entry, why }));
  });
  return { moved: movedNow, staying: [...untried, ...notMoved], tools };
}

interface Tried {
  /** Without what does not work. */
  readonly final: Changes;
  readonly tools: ReadonlyMap<string, number>;
  readonly failed: ReadonlyMap<string, string>;
}

/** Leaves our own files as they were where nothing works, and where anything is thrown on the way. */
async function writeAndTry(
  { assignment, changes }: Pick<Plan, 'assignment' | 'changes'>,
  options: MoveOptions,
): Promise<Tried> {
  const { ours, journal, launchOf } = options;
  const written: FileRecord[] = [];
  const write = (...[path, before, text]: WriteOurs): void => {
    const record = writeOurs(journal, path, before, text);
    if (record) written.push(record);
  };
  const takeAllBack = (): void => {
    for (const record of written.toReversed()) takeBack(journal, record);
  };
  try {
    write(ours.secretsPath, ours.secrets, changes.secrets);
    write(ours.configPath, ours.config, changes.config);
    const planned = new Set(changes.files.flatMap(({ moves }) => moves.map((move) => move.ours)));
    const { tools, failed } = await tryAll(
      assignment.servers.filter(({ name }) => planned.has(name)),
      options,
    );
    const final = toChanges(assignment.servers, ours, launchOf, new Set(failed.keys()));
    if (tools.size === 0) takeAllBack();
    else {
      write(ours.configPath, changes.config, final.config);
      write(ours.secretsPath, changes.secrets, final.secrets);
    }
    return { final, tools, failed };
  } catch (error) {
    takeAllBack();
    throw error;
  }
}

type WriteOurs = readonly [path: string, before: string | undefined, text: string];

async function tryAll(
  servers: readonly Assigned[],
  { launchOf, attempt }: Pick<MoveOptions, 'launchOf' | 'attempt'>,
): Promise<{ readonly tools: Map<string, number>; readonly failed: Map<string, string> }> {
  const tools = new Map<string, number>();
  const failed = new Map<string, string>();
  const trials = servers.map(({ name, made, entries: [entry] }): Trial => {
    const kept = forwardedBy(made);
    const run = entry?.server.run;
    const env: Readonly<Record<string, string>> = run?.kind === 'stdio' ? run.env : {};
    const values = Object.entries(env).filter(([variable]) => kept.includes(variable));
    return { name, launch: { ...launchOf(name), kept }, values: Object.fromEntries(values) };
  });
  await attempt(trials, ({ name }, result) => {
    if ('why' in result) failed.set(name, result.why);
    else tools.set(name, result.tools);
  });
  return { tools, failed };
}
