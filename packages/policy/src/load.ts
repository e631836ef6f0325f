import { dirname, resolve } from 'node:path';
import { GuardError, guardPaths, stateFolders } from '@mcp-guard/core';
import { servicePlaces } from '@mcp-guard/core/service-files';
import { readLaunches } from './agreed/launches.js';
import { readBase } from './base.js';
import { checkAuth } from './check-auth.js';
import { isRemote, type Config } from './config.js';
import { IN_BASE, mergeBase } from './merge.js';
import { readMovedClients } from './own/moved-clients.js';
import { ownPlaces } from './own/own-places.js';
import { BUILT_IN } from './built-in.js';
import { ConfigError } from './problems.js';
import { baseSchema, type BaseFile } from './schema/base.js';
import { configSchema, type ConfigFile } from './schema/config.js';
import { readTrusted } from './trusted-file.js';
import { readSecrets, withSecrets, type Variables } from './variables.js';
import { findWrittenSecrets } from './warnings/remote-servers.js';
import { YamlFile } from './yaml-file.js';

/** Of a configuration. */
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
}

/** A configuration that can be used. */
export interface Loaded {
  readonly config: Config;
  /** As it is written, without its base and with the values that the base overrules. */
  readonly file: ConfigFile;
  readonly base: BaseFile | undefined;
  /** Where a rule stands: `mcp-guard.yaml:14:9 servers.github.policy.permissions.denied_tools[2]`. */
  readonly locate: (rule: string) => string;
  /** `file:line:column` of a value that somebody wrote, of the base with `base:` before its place; nothing for a default. */
  readonly placeOf: (place: string) => string | undefined;
  /** The file is empty. */
  readonly isEmpty: boolean;
  /** Values of the secrets file, which are never shown. */
  readonly secrets: readonly string[];
  /** By server, the part that decides which program runs; variables by their names. */
  readonly launches: ReadonlyMap<string, string>;
  /** Places of logins of remote servers that the file itself holds, not its secrets. */
  readonly exposed: readonly string[];
  /** Files that decided about it, beside the configuration and its secrets. */
  readonly files: readonly string[];
}

/** Reads and checks a configuration and its base as a whole. Throws a `ConfigError` that names every problem. */
export async function loadConfig({ home, path, secrets, bases, env }: LoadOptions): Promise<Loaded> {
  const text = readTrusted(path, MAX_CONFIG_BYTES);
  if (text === undefined) {
    throw new GuardError('CONFIG_INVALID', `there is no configuration at ${path}`, {
      hint: 'see mcp-guard.example.yaml',
    });
  }
  const values = readSecrets(secrets);
  const own = readFile(text, path, withSecrets(env, values));
  const base = await loadBase(own, path, bases);
  const problems = [...own.yaml.problems.lines, ...(base?.yaml?.problems.lines ?? [])];
  if (!own.file || problems.length > 0) throw new ConfigError(problems);
  const { file } = own;
  const config = mergeBase(file, base?.file);
  const files = base?.path === undefined ? [] : [base.path];
  const clients = [...readMovedClients(guardPaths(home).moves), ...certificatesOf(config)];
  const service = servicePlaces(env);
  const folders = [...stateFolders(env), service.folder];
  return {
    config: { ...config, own: ownPlaces(home, path, config, [...files, ...service.files], { folders, clients }) },
    launches: readLaunches(own.yaml.written),
    exposed: findWrittenSecrets(own.yaml.written),
    file,
    base: base?.file,
    files,
    isEmpty: own.yaml.isEmpty,
    secrets: [...values.values()],
    placeOf: (place) =>
      place.startsWith(IN_BASE) ? base?.yaml?.placeOf(place.slice(IN_BASE.length)) : own.yaml.placeOf(place),
    locate(rule) {
      if (rule === BUILT_IN) return rule;
      const isInBase = rule.startsWith(IN_BASE) && base?.yaml !== undefined;
      return isInBase ? base.yaml.locate(rule.slice(IN_BASE.length)) : own.yaml.locate(rule);
    },
  };
}

/** Of remote servers: a message that writes them says who may answer for a server. */
const certificatesOf = ({ servers }: Pick<Config, 'servers'>): readonly string[] =>
  Object.values(servers).flatMap((server) => (isRemote(server) ? (server.ca_file ?? []) : []));

interface Read<File> {
  readonly yaml: YamlFile;
  /** Nothing if it is invalid. */
  readonly file: File | undefined;
}

/** The base that a file extends, if it can be read in spite of other problems in the file. */
async function loadBase(
  own: Read<ConfigFile>,
  path: string,
  bases: string,
): Promise<(Partial<Read<BaseFile>> & { readonly path: string | undefined }) | undefined> {
  const named = own.file ? own.file.extends : own.yaml.readSection('extends', configSchema.shape.extends);
  if (!named) return undefined;
  const from = 'path' in named ? { ...named, path: resolve(dirname(path), named.path) } : named;
  const place = 'path' in from ? from.path : undefined;
  try {
    const text = await readBase(from, bases);
    return { ...readBaseFile(text, place ?? ('url' in from ? from.url : '')), path: place };
  } catch (error) {
    const problem = GuardError.from(error);
    if (problem instanceof ConfigError) throw problem; // it is no YAML
    own.yaml.problems.add(['extends'], problem.message);
    return { path: place };
  }
}

function readFile(text: string, name: string, variables: Variables): Read<ConfigFile> {
  const yaml = new YamlFile(text, name, variables);
  const file = yaml.read(configSchema);
  const auth = file ? file.auth : yaml.readSection('auth', configSchema.shape.auth);
  if (auth) checkAuth(auth, yaml.problems);
  return { yaml, file };
}

function readBaseFile(text: string, name: string): Read<BaseFile> {
  const yaml = new YamlFile(text, name, undefined);
  const file = yaml.read(baseSchema);
  const auth = file ? file.auth : yaml.readSection('auth', baseSchema.shape.auth);
  if (auth) checkAuth(auth, yaml.problems);
  return { yaml, file };
}

/**
 * Loads a text that the caller has already read. Throws a `ConfigError`.
 * @param name how problems name the text
 */
export const parseFile = (text: string, name: string, variables: Variables): { file: ConfigFile; yaml: YamlFile } =>
  insist(readFile(text, name, variables));

export const parseBase = (text: string, name: string): { file: BaseFile; yaml: YamlFile } =>
  insist(readBaseFile(text, name));

function insist<File>({ yaml, file }: Read<File>): { file: File; yaml: YamlFile } {
  yaml.problems.throwAny();
  if (file === undefined) throw new Error('a schema that refuses names a problem');
  return { file, yaml };
}

/** The configuration that a text alone puts into force. */
export const parseConfig = (text: string, file: string, variables: Variables): Config =>
  mergeBase(parseFile(text, file, variables).file, undefined);
