import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { GuardError, safe, safeJson } from '@mcp-guard/core';
import { readPrivate } from '@mcp-guard/core/private-file';
import { checkBase, publicKeyOf, signText } from '@mcp-guard/policy';
import { readText } from '@mcp-guard/core/text-file';
import type { CommandTools } from '../command.js';
import { readBaseText } from './read-base-text.js';

const MAX_KEY_FILE = 4096;
/** Signatures of former versions that stay, so that they and the base can be published one after the other. */
const MAX_FORMER = 3;

export interface SignOptions {
  /** The file of the private key. */
  readonly key: string;
  readonly json?: true;
}

/** Writes `FILE.sig`. Throws CONFIG_INVALID for a base that no configuration could extend, and for a version that has another text. */
export function signBase(
  { print, note }: Pick<CommandTools, 'print' | 'note'>,
  file: string,
  { key, json }: SignOptions,
): void {
  const { path, text } = readBaseText(file);
  const { version, warnings } = checkBase(text, path);
  if (version === undefined) {
    throw new GuardError('CONFIG_INVALID', `${safe(path, 500)} has no version`, {
      hint: 'begin it with `version: 1`, and raise that with each change',
    });
  }
  const privateKey = readKeyFile(key);
  const line = `${signText(text, privateKey)} version=${version}`;
  const former = (readText(`${path}.sig`)?.text ?? '').split('\n').filter((each) => each !== '' && each !== line);
  if (former.some((each) => each.endsWith(` version=${version}`))) {
    throw new GuardError(
      'CONFIG_INVALID',
      `version ${version} of ${safe(path, 500)} is signed already, with another text`,
      {
        hint: `raise its version to ${version + 1}`,
      },
    );
  }
  write(`${path}.sig`, `${[line, ...former.slice(0, MAX_FORMER)].join('\n')}\n`);
  const publicKey = publicKeyOf(privateKey);
  if (json) print(safeJson({ file: `${path}.sig`, version, public_key: publicKey, warnings }));
  else {
    print(`${path}.sig signs version ${version}\npublic_key: ${publicKey}`);
    note(`publish ${basename(path)}.sig first, then ${basename(path)}`);
  }
  for (const warning of warnings) note(`warning: ${warning}`);
}

function readKeyFile(named: string): string {
  const path = resolve(named);
  const key = readPrivate(path, MAX_KEY_FILE);
  if (key !== undefined) return key;
  throw new GuardError('CONFIG_INVALID', `there is no key at ${safe(path, 500)}`, {
    hint: { words: 'make one with:', command: 'mcp-guard base keygen FILE' },
  });
}

/** A publisher that copies it meanwhile gets the former file or the whole new one. */
function write(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new GuardError('CONFIG_INVALID', `${safe(path, 500)} cannot be written`, { cause });
  }
}
