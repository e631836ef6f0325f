import { hash } from 'node:crypto';
import { commandLine, GuardError, guardPaths, stateFolders } from '@mcp-guard/core';
import { readSearchPath } from '@mcp-guard/core/search-path';
import { servicePlaces } from '@mcp-guard/core/service-files';
import { PLACES_OF_CLIENTS, readEnvironment } from '@mcp-guard/core/terminal-environment';
import { readProxySettings, type ProxySettings } from '@mcp-guard/net/proxy-settings';
import { readLaunches } from '../launches/launches.js';
import { downloadThrough } from '../bases/download-base.js';
import { allUserFiles } from '../clients/client-files.js';
import { thisSystem } from '../clients/system.js';
import { BUILT_IN, isRemote, type Config } from '../config.js';
import { loadExtended, loadMachineBase, MACHINE_BASE, type LoadedBase, type MachineBase } from './load-bases.js';
import { mergeBases, type Floor } from './merge.js';
import { readMovedClients } from '../own/moved-clients.js';
import { ownPlaces } from '../own/own-places.js';
import { findProgram } from '../own/program.js';
import { ConfigError } from '../text/problems.js';
import { parseFile, readFile } from './read-file.js';
import type { ConfigFile } from '../schema/config.js';
import { lookAt, type FilesSeen } from '../paths/files-seen.js';
import { readTrusted } from '../paths/trusted-file.js';
import { readSecrets, withSecrets, type Variables } from '../text/variables.js';
import { findWrittenSecrets } from './written-secrets.js';
import type { YamlFile } from '../text/yaml-file.js';

export { parseBase, parseFile } from './read-file.js';

export const MAX_CONFIG_BYTES = 1_048_576;

export interface LoadOptions {
  /** The home in which bridges look for the daemon. */
  readonly home: string;
  /** Absolute. */
  readonly path: string;
  readonly secrets: string;
  /** Folder where bases that came over the network are kept. */
  readonly bases: string;
  readonly env: NodeJS.ProcessEnv;
  /** To be read as if it stood at `path`. */
  readonly text?: string | undefined;
  /** The base of the machine, if it is not at its usual place. */
  readonly machine?: MachineBase;
}

/** A configuration that can be used. */
export interface Loaded {
  readonly config: Config;
  /** As it is written, without its bases and with the values that they overrule. */
  readonly file: ConfigFile;
  /** The bases that bind it: the one that it extends, then the one of the machine. */
  readonly bases: readonly Floor[];
  /**
   * Finds where a rule stands: `mcp-guard.yaml:14:9 servers.github.policy.permissions.denied_tools[2]`, or `default:
   * pii.actions.secret.request`.
   */
  readonly locate: (rule: string) => string;
  /** `file:line:column` of a value that somebody wrote, of a base with its prefix before its place; nothing for a default. */
  readonly placeOf: (place: string) => string | undefined;
  /** The file as it is written. */
  readonly text: string;
  /** SHA-256 of it, in hex. */
  readonly hash: string;
  /** The file that is empty, as one is that an editor has begun to write: it, or a base at a path. */
  readonly empty: string | undefined;
  /** Values of the secrets file, which are never shown. */
  readonly secrets: readonly string[];
  /** The part of each server that decides which program runs; variables by their names. */
  readonly launches: ReadonlyMap<string, string>;
  /** Places of logins of remote servers that the file itself holds, not its secrets. */
  readonly exposed: readonly string[];
  /**
   * Files that decide about it, beside the configuration and its secrets, as they were before they were read; they need
   * not be there yet.
   */
  readonly files: FilesSeen;
  /** The network may have another base later. */
  readonly isUpdated: boolean;
}

/** Reads and checks a configuration and its bases as a whole. Throws a `ConfigError` that names every problem. */
export async function loadConfig(options: LoadOptions): Promise<Loaded> {
  const { home, path, secrets, env, machine = MACHINE_BASE } = options;
  const text = options.text ?? readTrusted(path, MAX_CONFIG_BYTES);
  if (text === undefined) {
    throw new GuardError('CONFIG_INVALID', `there is no configuration at ${path}`, {
      hint: {
        words: 'write one with:',
        command: path === guardPaths(home).config ? 'mcp-guard init' : commandLine('mcp-guard init -o', path),
      },
    });
  }
  const values = readSecrets(secrets);
  const own = readFile(text, path, withSecrets(env, values));
  if (!own.yaml.isEmpty && !own.yaml.has('servers'))
    own.yaml.problems.add(['servers'], 'there are none; write `servers: {}` if that is meant', 'key');
  const ofMachine = lookAt([machine.path]);
  const read = await loadBases(own, options);
  const problems = [own, ...read].flatMap(({ yaml }) => yaml.problems.lines);
  const floors = read.flatMap(({ prefix, name, file }): Floor[] => (file ? [{ prefix, name, file }] : []));
  if (!own.file || problems.length > 0) throw new ConfigError(problems);
  const config = mergeBases(own.file, floors);
  const files = read.flatMap((base) => [...base.files.keys()]);
  const service = servicePlaces(env);
  const others = {
    folders: [...stateFolders(env), service.folder],
    clients: [...readMovedClients(guardPaths(home).moves), ...certificatesOf(config)],
    known: knownFiles(home, env),
    program: findProgram([readSearchPath(guardPaths(home).path), env['PATH'] ?? '']),
  };
  return {
    config: { ...config, own: ownPlaces(home, path, config, [...files, ...service.files], others) },
    launches: readLaunches(own.yaml.written),
    exposed: findWrittenSecrets(own.yaml.written),
    file: own.file,
    bases: floors,
    files: new Map([...read.map((base) => base.files), ofMachine].flatMap((seen) => Array.from(seen))),
    isUpdated: read.some(({ isUpdated }) => isUpdated),
    text,
    hash: hash('sha256', text),
    empty: own.yaml.isEmpty ? path : findEmpty(read),
    secrets: [...values.values()],
    ...locateIn(own.yaml, read),
  };
}

/** The base that the file extends, and that of the machine. */
async function loadBases(
  own: ReturnType<typeof readFile>,
  { home, path, bases, env, machine = MACHINE_BASE }: LoadOptions,
): Promise<readonly LoadedBase[]> {
  const proxy = (): ProxySettings =>
    readProxySettings(own.file?.daemon.proxy ?? null, { ...readEnvironment(guardPaths(home).environment, []), ...env });
  const extended = await loadExtended(own, path, { bases, download: downloadThrough(proxy) });
  const ofMachine = loadMachineBase(machine);
  if (extended?.file?.auth && ofMachine?.file?.auth) {
    extended.yaml.problems.add(['auth'], `${machine.path} says it for this machine; leave it out here`, 'key');
  }
  return [extended, ofMachine].filter((base) => base !== undefined);
}

/** A base that was pinned or signed is whole, even if it is empty. */
const findEmpty = (bases: readonly LoadedBase[]): string | undefined =>
  bases.find(({ yaml, files, isUpdated }) => yaml.isEmpty && files.size > 0 && !isUpdated)?.name;

/** Finds the places of rules and values by their prefixes. */
function locateIn(own: YamlFile, bases: readonly LoadedBase[]): Pick<Loaded, 'locate' | 'placeOf'> {
  const find = (place: string): { readonly yaml: YamlFile; readonly inside: string; readonly folder: string } => {
    const base = bases.find(({ prefix }) => place.startsWith(prefix));
    return base ? { ...base, inside: place.slice(base.prefix.length) } : { yaml: own, inside: place, folder: '' };
  };
  return {
    placeOf(place) {
      const { yaml, inside, folder } = find(place);
      const found = yaml.placeOf(inside);
      return found === undefined ? undefined : folder + found;
    },
    locate(rule) {
      if (rule === BUILT_IN) return rule;
      const { yaml, inside, folder } = find(rule);
      return folder + yaml.locate(inside);
    },
  };
}

/** The files of all clients, at their usual places and at those that the last recorded terminal names. */
function knownFiles(home: string, env: NodeJS.ProcessEnv): readonly string[] {
  const recorded = readEnvironment(guardPaths(home).environment, PLACES_OF_CLIENTS);
  const envs = [{ HOME: env['HOME'] }, { ...recorded, ...env }];
  return [...new Set(envs.flatMap((each) => allUserFiles(thisSystem(each))))];
}

/** The certificates of remote servers: a message that writes them says who may answer for a server. */
const certificatesOf = ({ servers }: Pick<Config, 'servers'>): readonly string[] =>
  Object.values(servers).flatMap((server) => (isRemote(server) ? (server.ca_file ?? []) : []));

/** The configuration that a text alone puts into force. */
export const parseConfig = (text: string, file: string, variables: Variables): Config =>
  mergeBases(parseFile(text, file, variables).file, []);
