import type { System } from '@mcp-guard/policy';
import {
  findClients,
  type FoundClientFile,
  type ReadClientFile,
  type UnreadClientFile,
} from '../clients/find-clients.js';
import type { ClientFormat } from '../clients/client-format.js';
import { assign, type Assignment, type ClientEntry } from './assign.js';
import { toChanges, type Changes } from './changes.js';
import { checkOurs } from './check-ours.js';
import type { LaunchOf } from './guard-launch.js';
import { toOurServer, type MoveWish } from './our-server.js';
import { isStaying, type Staying } from './our-text.js';
import type { OurState } from './our-state.js';
import { withRepairs } from './repairs.js';
import { partShared, type SharedFile } from './shared-files.js';

/** The present state, and the possible result. */
export interface Plan {
  readonly unread: readonly UnreadClientFile[];
  readonly shared: readonly SharedFile[];
  readonly assignment: Assignment;
  readonly changes: Changes;
}

export interface PlanOptions {
  readonly system: System;
  readonly clients: readonly ClientFormat[];
  /** Absolute, if the files of a project are to be moved too. */
  readonly project: string | undefined;
  readonly ours: OurState;
  readonly env: NodeJS.ProcessEnv;
  /** Programs that only lead to a remote server stay what they are. */
  readonly keepBridges?: boolean;
  readonly launchOf: LaunchOf;
  /** Asks about the servers that a project brings; each without consent is refused. */
  readonly consent: (entries: readonly ClientEntry[]) => Promise<(entry: ClientEntry) => Staying | undefined>;
}

/** Changes nothing. Throws CONFIG_INVALID if our own files could not be used any more. */
export async function planInit(options: PlanOptions): Promise<Plan> {
  const { system, clients, project, ours, env, keepBridges = false, launchOf, consent } = options;
  const wish: MoveWish = {
    valueOf: (name) => (env[name] === '' ? undefined : env[name]) ?? ours.values.get(name),
    keepBridges,
  };
  const found = findClients(system, project, clients);
  const { own: files, shared } = partShared(found.filter(isRead));
  const refuse = await consent(
    files.filter(({ scope }) => scope === 'project').flatMap((file) => movableEntries(file, wish)),
  );
  const assignment = withRepairs(assign(files, ours.known, wish, refuse), ours.known, launchOf);
  const changes = toChanges(assignment.servers, ours, launchOf);
  checkOurs(ours, changes, env);
  return { unread: found.filter(isUnread), shared, assignment, changes };
}

const isUnread = (file: FoundClientFile): file is UnreadClientFile => 'problem' in file;
const isRead = (file: FoundClientFile): file is ReadClientFile => !isUnread(file);

const movableEntries = (file: ReadClientFile, wish: MoveWish): readonly ClientEntry[] =>
  file.servers
    .filter((server) => !isStaying(toOurServer(server, file.client, wish)))
    .map((server) => ({ file, server }));
