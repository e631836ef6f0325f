import { namesAsked } from '../text/client-text.js';
import { isRemote, type Config, type ServerConfig, type StdioServer } from '../config.js';
import type { Loaded } from '../loading/load.js';
import { findBaseWarnings } from './base-warnings.js';
import { adviseOnWords } from '../servers/start-problem.js';
import { splitCommand } from '../text/split-command.js';
import { describeForbidden } from '../servers/describe-forbidden.js';
import type { Layers } from '../sections/layers.js';
import { overruledSampling, zeroLimits } from './dead-limits.js';
import { deadPatterns, emptyRanges, unaskedApprovals } from './dead-rules.js';
import type { PlacedWarning } from './placed-warning.js';
import { neverShown } from './never-shown.js';
import { ofRemote } from './remote-servers.js';
import { ofSpend } from './spend-caps.js';
import { unknownMethods } from './unknown-methods.js';

/** Settings of a valid configuration without effect, or with an effect that its author may not intend. */
export interface ConfigWarnings {
  /** Each with its place in the file. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** Tools that servers have shown so far, by server; none for those that never ran. */
type Shown = ReadonlyMap<string, readonly string[]>;

export function findWarnings(loaded: Loaded, shown: Shown = new Map()): ConfigWarnings {
  const { config, file, bases, exposed, locate } = loaded;
  const servers = Object.entries(config.servers);
  const found: PlacedWarning[] = [];
  if (servers.length === 0) found.push(['servers', 'there are none, so no client can connect']);
  if (bases.length > 0 && file.auth.mode !== config.auth.mode)
    found.push(['auth.mode', 'the base says how people are recognised']);
  const isCounted = [...servers, ...Object.entries(config.auth.roles)].some(([, { layers }]) =>
    layers.spend.some(({ rules }) => Object.keys(rules.tools).length > 0),
  );
  found.push(
    ...servers.flatMap(([name, server]) => ofServer(name, server, loaded, shown, isCounted)),
    ...exposed.map((place): PlacedWarning => [
      place,
      'a secret in this file is easily shown; put it into secrets.env, and write ${NAME} here',
    ]),
    ...ofPii(loaded),
    ...bases.flatMap((base) =>
      findBaseWarnings(base.file).map(([place, what]): PlacedWarning => [base.prefix + place, what]),
    ),
    ...ofRoles(loaded, shown, isCounted),
  );
  if (config.auth.mode === 'api_key' && Object.keys(config.auth.api_keys).length === 0) {
    found.push(['auth.api_keys', 'there is no key, so no client can connect']);
  }
  return {
    // Rules for all servers are found with each of them.
    warnings: [...new Set(found.map(([place, what]) => `${locate(place)}: ${what}`))],
    notes: [...bases.flatMap(describeBase), ...toNotes(loaded)],
  };
}

const describeBase = ({ name, file: { version } }: Loaded['bases'][number]): readonly string[] =>
  name === undefined ? [] : [`bound by the base ${name}${version === undefined ? '' : `, version ${version}`}`];

function ofServer(
  name: string,
  server: ServerConfig,
  { file, locate }: Loaded,
  shown: Shown,
  isCounted: boolean,
): PlacedWarning[] {
  const found: PlacedWarning[] = [];
  if (server.forbidden !== undefined) {
    found.push([`servers.${name}`, `${describeForbidden(server, name)} (${locate(server.forbidden)})`]);
  }
  if (file.servers[name]?.policy.locked) found.push([`servers.${name}.policy.locked`, 'counts in a base only']);
  return found.concat(
    isRemote(server) ? ofRemote(name, server) : ofCommand(name, server),
    ofLayers(server.layers),
    ofSpend(server.layers.spend, isCounted),
    neverShown(server.layers, shown.get(name), `no tool that ${name} has shown`),
    unknownMethods(name, server.layers).found,
  );
}

function ofCommand(name: string, { command, args }: StdioServer): PlacedWarning[] {
  if (args.length > 0 || !/\s/.test(command) || command.startsWith('/')) return [];
  const place = `servers.${name}`;
  const advice = adviseOnWords(place, splitCommand(command));
  return [[`${place}.command`, `this is the name of one program: ${advice}`]];
}

function ofRoles({ config }: Loaded, shown: Shown, isCounted: boolean): PlacedWarning[] {
  const isKnown = Object.keys(config.servers).every((name) => shown.has(name));
  const everyTool = isKnown ? [...shown.values()].flat() : undefined;
  return Object.entries(config.auth.roles).flatMap(([name, { users, layers }]) => {
    const found: PlacedWarning[] = isGiven(name, users, config)
      ? []
      : [[`auth.roles.${name}`, 'no user has this role']];
    return found.concat(
      ofLayers(layers),
      ofSpend(layers.spend, isCounted),
      neverShown(layers, everyTool, 'no tool that any server has shown'),
    );
  });
}

/** Remarks that need no action, with the servers that they are about. */
function toNotes({ config, file }: Loaded): readonly string[] {
  const notes = new Map<string, string[]>();
  for (const [name, server] of Object.entries(config.servers)) {
    for (const what of notesOf(name, server, file.servers[name])) notes.set(what, [...(notes.get(what) ?? []), name]);
  }
  return [...notes].map(([what, names]) => `${nameServers(names)}: ${what}`);
}

function notesOf(name: string, server: ServerConfig, written: Loaded['file']['servers'][string] | undefined): string[] {
  const { note } = unknownMethods(name, server.layers);
  const asked = isRemote(server) ? [] : namesAsked(server.env);
  const isMoved = !isRemote(server) && server.cwd !== null && written && 'cwd' in written && written.cwd === null;
  return [
    ...(note === undefined ? [] : [note]),
    ...(isMoved ? [`starts in ${server.cwd}, not in the client’s folder, since the base names its package`] : []),
    ...(asked.length > 0 ? [`every client has to send ${asked.join(', ')} (MCP_GUARD_FORWARD)`] : []),
  ];
}

function ofPii({ file, config }: Loaded): PlacedWarning[] {
  const found: PlacedWarning[] = [];
  if (!file.pii.enabled) {
    const stays = config.pii.length > 0;
    found.push([
      'pii.enabled',
      stays ? 'the base has messages searched all the same' : 'nothing is searched: secrets pass',
    ]);
  }
  for (const [index, exception] of file.pii.exceptions.entries()) {
    const server = 'path' in exception ? exception.server : undefined;
    if (server !== undefined && !Object.hasOwn(config.servers, server))
      found.push([`pii.exceptions[${index}].server`, `there is no server ${JSON.stringify(server)}`]);
  }
  return found;
}

function isGiven(role: string, users: readonly string[], { auth }: Config): boolean {
  if (role === 'default') return true; // of every user who has no other
  if (auth.mode === 'os') return users.length > 0;
  if (auth.mode === 'api_key') return Object.values(auth.api_keys).some(({ roles }) => roles.includes(role));
  return Object.values(auth.oauth?.claims_to_roles.mapping ?? {})
    .flat()
    .includes(role);
}

const ofLayers = (layers: Layers): PlacedWarning[] => [
  ...layers.permissions.flatMap((placed) => deadPatterns(placed, layers.permissions)),
  ...layers.permissions.flatMap((placed) => unaskedApprovals(placed, layers.permissions)),
  ...layers.permissions.flatMap(emptyRanges),
  ...zeroLimits(layers),
  ...overruledSampling(layers.sampling),
];

const MAX_NAMED = 3;

function nameServers(names: readonly string[]): string {
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more servers` : '';
  return `${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}
