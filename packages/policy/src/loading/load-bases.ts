import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { commandLine, GuardError } from '@mcp-guard/core';
import { MAX_BASE_BYTES, type Download } from '../bases/download-base.js';
import { readBase } from '../bases/read-base.js';
import { IN_BASE, IN_MACHINE } from '../config.js';
import { ConfigError } from '../text/problems.js';
import { readBaseFile, type Read } from './read-file.js';
import type { BaseFile } from '../schema/base.js';
import { configSchema, type ConfigFile } from '../schema/config.js';
import { lookAt, type FilesSeen } from '../paths/files-seen.js';
import { readTrusted } from '../paths/trusted-file.js';

/** The base that binds every user of a machine. */
export interface MachineBase {
  /** Absolute. */
  readonly path: string;
  /** The uid that owns it and its folder. */
  readonly owner: number;
}

/** Only root decides what binds all users. */
export const MACHINE_BASE: MachineBase = { path: '/etc/mcp-guard/mcp-guard.yaml', owner: 0 };

/** A base that binds a configuration, with its problems. */
export interface LoadedBase extends Read<BaseFile> {
  /** Its places begin with this. */
  readonly prefix: string;
  /** A path or an address, for people. */
  readonly name: string;
  /** Stands before the name of its file where its places are shown: the configuration may be called alike. */
  readonly folder: string;
  /** Files that change when it does, as they were before it was read. */
  readonly files: FilesSeen;
  /** The network may have another one later. */
  readonly isUpdated: boolean;
}

export interface BaseOptions {
  /** Folder where bases that came over the network are kept. */
  readonly bases: string;
  readonly download: Download;
}

/** The base that a file extends, if it can be read in spite of other problems in the file. */
export async function loadExtended(
  own: Read<ConfigFile>,
  path: string,
  { bases, download }: BaseOptions,
): Promise<LoadedBase | undefined> {
  const named = own.file ? own.file.extends : own.yaml.readSection('extends', configSchema.shape.extends);
  if (!named) return undefined;
  const from = 'path' in named ? { ...named, path: resolve(dirname(path), named.path) } : named;
  try {
    const { text, name, files, isUpdated } = await readBase(from, bases, download);
    return { ...readBaseFile(text, name), prefix: IN_BASE, name, folder: '', files, isUpdated };
  } catch (error) {
    const problem = GuardError.from(error);
    if (problem instanceof ConfigError) throw problem; // it is no YAML
    own.yaml.problems.add(['extends'], problem.message);
    return undefined;
  }
}

/**
 * The base of the machine; nothing if there is none. Throws CONFIG_INVALID for one that cannot be read, or that
 * another user than its owner could have written: what an administrator has laid down never just falls away.
 */
export function loadMachineBase({ path, owner }: MachineBase): LoadedBase | undefined {
  const files = lookAt([path]);
  const text = readTrusted(path, MAX_BASE_BYTES, { owner });
  if (text === undefined) return undefined;
  const folder = dirname(path);
  const { uid, mode } = statSync(folder);
  if (uid !== owner || (mode & 0o022) !== 0) {
    throw new GuardError('CONFIG_INVALID', `${folder} can be changed by others than its owner`, {
      hint: {
        words: 'as root:',
        command: `${commandLine('chown root', folder)} && ${commandLine('chmod go-w', folder)}`,
      },
    });
  }
  return { ...readBaseFile(text, path), prefix: IN_MACHINE, name: path, folder: `${folder}/`, files, isUpdated: false };
}
