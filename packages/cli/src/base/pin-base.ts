import { hash } from 'node:crypto';
import { commandLine, GuardError, safe, safeJson } from '@mcp-guard/core';
import { readProxySettings } from '@mcp-guard/net/proxy-settings';
import { checkBase, downloadSigned, downloadThrough, isPublicKey, NotLoaded } from '@mcp-guard/policy';
import { stringify } from 'yaml';
import type { CommandTools } from '../command.js';
import { readBaseText } from './read-base-text.js';

const MAX_SHOWN = 500;

export interface PinOptions {
  /** The public key that signs it. */
  readonly key?: string;
  /** Its name may lead into a private network. */
  readonly allowPrivate?: true;
  readonly json?: true;
}

/** Prints the `extends` block for a base. Throws CONFIG_INVALID for one that no configuration could extend. */
export async function pinBase(
  { env, print, note }: Pick<CommandTools, 'env' | 'print' | 'note'>,
  place: string,
  { key, allowPrivate, json }: PinOptions,
): Promise<void> {
  const { named, text, name } = /^https?:\/\//i.test(place)
    ? await readUrl({ url: place, key, allowPrivate: allowPrivate === true }, env)
    : readPath(place, key);
  const { warnings } = checkBase(text, name);
  print(json ? safeJson({ extends: named, warnings }) : stringify({ extends: named }, { lineWidth: 0 }).trimEnd());
  for (const warning of warnings) note(`warning: ${warning}`);
}

interface Pinned {
  /** The members of `extends`. */
  readonly named: Readonly<Record<string, string | boolean>>;
  readonly text: string;
  /** How problems name it. */
  readonly name: string;
}

function readPath(named: string, key: string | undefined): Pinned {
  if (key !== undefined) {
    throw new GuardError('CONFIG_INVALID', 'only a base at a URL is named by its key', {
      hint: { words: 'name it by its hash:', command: commandLine('mcp-guard base pin', named) },
    });
  }
  const { path, text } = readBaseText(named);
  return { named: { path, sha256: hash('sha256', text) }, text, name: path };
}

interface Wish {
  readonly url: string;
  readonly key: string | undefined;
  readonly allowPrivate: boolean;
}

async function readUrl({ url, key, allowPrivate }: Wish, env: NodeJS.ProcessEnv): Promise<Pinned> {
  const download = downloadThrough(() => readProxySettings(null, env));
  const place = { url, ...(allowPrivate && { allow_private: true }) };
  if (key !== undefined && !isPublicKey(key)) {
    throw new GuardError('CONFIG_INVALID', 'this is no public key', {
      hint: { words: 'it is printed by:', command: 'mcp-guard base keygen FILE' },
    });
  }
  try {
    if (key === undefined) {
      const text = await download(url, { allowPrivate });
      return { named: { ...place, sha256: hash('sha256', text) }, text, name: url };
    }
    const { text } = await downloadSigned({ url, public_key: key, allow_private: allowPrivate }, download);
    return { named: { ...place, public_key: key }, text, name: url };
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
    const what = `the base at ${safe(url, MAX_SHOWN)} cannot be loaded: ${error.message}`;
    throw new GuardError('UPSTREAM_UNAVAILABLE', what, { cause: error });
  }
}
