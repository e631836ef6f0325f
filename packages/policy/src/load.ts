import { basename, dirname, resolve } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { readBase } from './base.js';
import { checkRoles } from './check-config.js';
import type { Config } from './config.js';
import { IN_BASE, mergeBase } from './merge.js';
import { ownPlaces } from './own/places.js';
import { baseSchema, configSchema, type BaseFile, type ConfigFile } from './schema/config.js';
import { readTrusted } from './trusted-file.js';
import { readVariables, type Variables } from './variables.js';
import { YamlFile } from './yaml-file.js';

export const MAX_CONFIG_BYTES = 1_048_576;

export interface LoadOptions {
  /** In which bridges look for the daemon. */
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
  /** As it is written, without its base and with what the base overrules. */
  readonly file: ConfigFile;
  readonly base: BaseFile | undefined;
  /** Where a rule stands: `mcp-guard.yaml:14:9 servers.github.policy.permissions.denied_tools[2]`. */
  readonly locate: (rule: string) => string;
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
  const { file, yaml } = parseFile(text, path, readVariables(secrets, env));
  const finish = (config: Config, files: readonly string[]): Pick<Loaded, 'config' | 'files'> => ({
    config: { ...config, own: ownPlaces(home, path, config, files) },
    files,
  });
  const locateOwn = (rule: string): string => toShort(yaml.locate(rule), path);
  if (file.extends === null) {
    return { ...finish(mergeBase(file, undefined), []), file, base: undefined, locate: locateOwn };
  }
  const from =
    'path' in file.extends ? { ...file.extends, path: resolve(dirname(path), file.extends.path) } : file.extends;
  const name = 'path' in from ? from.path : from.url;
  const base = parseBase(await readBase(from, bases), name);
  const locateInBase = (rule: string): string => toShort(base.yaml.locate(rule), name);
  return {
    ...finish(mergeBase(file, base.file), 'path' in from ? [from.path] : []),
    file,
    base: base.file,
    locate: (rule) => (rule.startsWith(IN_BASE) ? locateInBase(rule.slice(IN_BASE.length)) : locateOwn(rule)),
  };
}

/** A model that reads a refusal learns the name of the file and not whose home it is in. */
const toShort = (located: string, path: string): string => basename(path) + located.slice(path.length);

/** @param file how problems name the text */
export function parseFile(text: string, file: string, variables: Variables): { file: ConfigFile; yaml: YamlFile } {
  const yaml = new YamlFile(text, file, variables);
  const value = yaml.read(configSchema);
  checkRoles(value.auth, yaml.problems);
  yaml.problems.throwAny();
  return { file: value, yaml };
}

export function parseBase(text: string, file: string): { file: BaseFile; yaml: YamlFile } {
  const yaml = new YamlFile(text, file, undefined);
  const value = yaml.read(baseSchema);
  if (value.auth) checkRoles(value.auth, yaml.problems);
  yaml.problems.throwAny();
  return { file: value, yaml };
}

/** What a text alone puts into force. */
export const parseConfig = (text: string, file: string, variables: Variables): Config =>
  mergeBase(parseFile(text, file, variables).file, undefined);
