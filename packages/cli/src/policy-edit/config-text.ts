import { Fingerprints, GuardError, safe } from '@mcp-guard/core';
import { MAX_CONFIG_BYTES, type Loaded } from '@mcp-guard/policy';
import { createServers, selfTest } from '@mcp-guard/rules';
import type { CommandTools } from '../command.js';
import { CannotReplace, readText, replaceFile, UnreadableFile } from '@mcp-guard/core/text-file';

/** A configuration that can be used, and its text. */
export interface ConfigText {
  /** As it was named. */
  readonly path: string;
  /** Links followed. */
  readonly target: string;
  readonly text: string;
  readonly loaded: Loaded;
}

/** Throws CONFIG_INVALID if there is none, or it cannot be used as it is. */
export async function readConfig(tools: CommandTools, named: string | undefined): Promise<ConfigText> {
  const path = tools.findConfig(named);
  const loaded = await tools.load(path);
  try {
    const file = readText(path);
    if (file) return { path, target: file.target ?? path, text: file.text, loaded };
    throw new GuardError('CONFIG_INVALID', `there is no configuration at ${path}`, {
      hint: { command: 'mcp-guard init' },
    });
  } catch (error) {
    throw error instanceof UnreadableFile ? new GuardError('CONFIG_INVALID', `${path}: ${error.message}`) : error;
  }
}

/** Reads an edited text as the daemon will. Throws CONFIG_INVALID if the daemon would refuse it. */
export async function checkEdited(tools: CommandTools, { path }: ConfigText, edited: string): Promise<Loaded> {
  if (Buffer.byteLength(edited) > MAX_CONFIG_BYTES) throw unusable(`it would be larger than ${MAX_CONFIG_BYTES} bytes`);
  if (!edited.isWellFormed()) throw unusable('a name in it is no Unicode text');
  try {
    const loaded = await tools.load(path, edited);
    const fingerprints = tools.fingerprints() ?? new Fingerprints('');
    selfTest(loaded.config, createServers(loaded.config, { locate: loaded.locate, fingerprints }));
    return loaded;
  } catch (error) {
    throw error instanceof GuardError ? unusable(error.message) : error;
  }
}

const unusable = (why: string): GuardError =>
  new GuardError('CONFIG_INVALID', `with this edit the configuration cannot be used, and nothing was written: ${why}`);

/** Replaces the file at once; its mode stays. Throws CONFIG_INVALID if it cannot be written, or has changed meanwhile. */
export function writeConfig({ path, target, text }: ConfigText, edited: string): void {
  try {
    replaceFile(target, text, edited);
  } catch (error) {
    if (!(error instanceof CannotReplace)) throw error;
    throw new GuardError('CONFIG_INVALID', `${safe(path, 500)}: ${error.message}`);
  }
}
