import { safe, type JsonObject } from '@mcp-guard/core';
import { forTerminal } from '@mcp-guard/detectors';
import type { ClientServer } from '../clients/client-format.js';
import type { ReadClientFile, UnreadClientFile } from '../clients/find-clients.js';
import { toTable } from '../output/table.js';
import { readLaunch } from '../scan/launch.js';
import { packageName } from '../scan/package-run.js';
import { showText } from '../output/show-text.js';
import type { ClientEntry } from './assign.js';
import { toDifference } from '../output/difference.js';
import type { Plan } from './plan-init.js';
import { maskFile } from './masked.js';
import type { OurState } from './our-state.js';
import { holdsLogin } from './our-remote.js';
import type { OurServer } from './our-server.js';
import { hideUrl } from './remote-secrets.js';
import { secretPlaces } from './secret-places.js';

const MAX_PATH = 500;
const MAX_COMMAND = 500;
const ADDED = '+';

/** One server of one client, and what happens with it. */
export interface PlanRow extends ClientEntry {
  /** The name in our configuration, if it is moved. */
  readonly ours: string | undefined;
  readonly why: string;
  readonly kind: 'move' | 'guarded' | 'disabled' | 'unclear';
}

/** Every server that was found, in the order of their files. */
export function toRows({ assignment, changes }: Plan): readonly PlanRow[] {
  const stuck = new Set(changes.stuck.map(({ server }) => server));
  const moving = assignment.servers.flatMap(({ name, made, entries }) =>
    entries.map(({ file, server }): PlanRow => {
      if (!stuck.has(server))
        return {
          file,
          server,
          ours: name,
          kind: 'move',
          why: `will be guarded as ${name}${withoutBridge(server, made)}`,
        };
      const why = 'its entry cannot be changed without changing something else in the file';
      return { file, server, ours: undefined, kind: 'unclear', why };
    }),
  );
  const staying = assignment.staying.map((entry): PlanRow => ({ ...entry, ours: undefined }));
  return [...moving, ...staying].toSorted((one, other) => placeOf(one).localeCompare(placeOf(other), 'en'));
}

/** A program that only leads to a remote server is left out. */
function withoutBridge({ run }: ClientServer, made: OurServer): string {
  const launch = made.kind === 'remote' ? readLaunch(run) : undefined;
  const bridge = launch && packageName(launch);
  return bridge ? `, and reached without ${bridge.name}` : '';
}

/** The guard cannot take over logins that clients have made by themselves. */
export function describeLogins({ assignment, changes }: Plan): string | undefined {
  const moved = new Set(changes.files.flatMap(({ moves }) => moves.map(({ ours }) => ours)));
  const names = assignment.servers.flatMap(({ name, made, isKnown }) =>
    made.kind === 'remote' && moved.has(name) && !isKnown && !holdsLogin(made) ? [name] : [],
  );
  if (names.length === 0) return undefined;
  return `no token is configured for ${names.join(', ')}; if your client was logged in, log in again with: mcp-guard auth login NAME`;
}

const placeOf = ({ file, server }: ClientEntry): string =>
  JSON.stringify([file.client.title, file.path, String(server.place.line).padStart(9, '0')]);

export function describeRows(rows: readonly PlanRow[]): string {
  return toTable(
    ['CLIENT', 'SERVER', 'HOW IT RUNS', 'ITS SECRETS', 'WHAT HAPPENS'],
    rows.map(({ file, server, kind, why }) => [
      file.client.title,
      showText(server.name) + (server.project === undefined ? '' : ` (in ${showText(server.project)})`),
      kind === 'guarded' ? '' : describeRun(server),
      secretPlaces(server)
        .map(({ label }) => safe(label, 40))
        .join(', '),
      kind === 'move' || kind === 'guarded' ? why : `stays: ${why}`,
    ]),
  );
}

/**
 * How a server is started or reached, in one line that is safe to show: without its secrets.
 * @param shorten each word of a command
 */
export function describeRun(server: ClientServer, shorten = (word: string): string => word): string {
  const { run } = server;
  if (run.kind === 'unknown') return '';
  if (run.kind === 'remote') return forTerminal(hideUrl(run.url), MAX_COMMAND, safe);
  const hidden = new Set(secretPlaces(server).map(({ label }) => label));
  const args = run.args.map((arg, index) => (hidden.has(`args[${index}]`) ? '[hidden]' : arg));
  return forTerminal([run.command, ...args].map(shorten).join(' '), MAX_COMMAND, safe);
}

export const describeUnread = ({ client, path, problem: { what, place } }: UnreadClientFile): string => {
  const at = place ? `:${place.line}:${place.column}` : '';
  return `${client.title} is skipped: ${safe(path, MAX_PATH)}${at}: ${safe(what)}`;
};

/** The change of a file, as lines. */
export interface FileDifference {
  readonly path: string;
  readonly lines: readonly string[];
}

/** The differences of every file that changes; the secrets file shows only names. */
export function toDifferences({ changes }: Plan, ours: OurState): readonly FileDifference[] {
  const clients = changes.files.map(({ file, text }) => ({
    path: file.target ?? file.path,
    lines: clientDifference(file.client, file.text, text),
  }));
  const config = { path: ours.configPath, lines: toDifference(ours.config ?? '', changes.config) };
  const secrets = { path: ours.secretsPath, lines: addedNames(ours.secrets ?? '', changes.secrets) };
  return [...clients, config, secrets].filter(({ lines }) => lines.length > 0);
}

export function clientDifference(client: ReadClientFile['client'], before: string, after: string): readonly string[] {
  const [masked, maskedAfter] = [maskFile(client, before), maskFile(client, after)];
  if (masked === undefined || maskedAfter === undefined) return ['(it cannot be shown)'];
  return toDifference(masked, maskedAfter);
}

const addedNames = (before: string, after: string): readonly string[] =>
  after
    .slice(before.length)
    .split('\n')
    .flatMap((line) => (line.includes('=') ? [`${ADDED}${line.slice(0, line.indexOf('='))}=[hidden]`] : []));

export const describeDifferences = (files: readonly FileDifference[]): string =>
  files
    .map(({ path, lines }) => [`\n${safe(path, MAX_PATH)}`, ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n');

/** `--json` */
export const rowToJson = ({ file, server, ours, kind, why }: PlanRow): JsonObject => ({
  client: file.client.id,
  path: file.path,
  line: server.place.line,
  server: server.name,
  ...(server.project !== undefined && { project: server.project }),
  outcome: kind,
  ...(ours === undefined ? { why } : { ours }),
});
