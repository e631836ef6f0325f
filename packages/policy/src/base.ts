import { hash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { Base } from './schema/config.js';
import { readTrusted } from './trusted-file.js';

const MAX_BASE_BYTES = 1_048_576;
/** For the whole exchange, in milliseconds. */
const FETCH_TIMEOUT = 10_000;

/**
 * The text of a base. A text from the network counts only with its hash, so a kept copy
 * with that hash is as good as another download, and is taken first.
 * @param folder where copies are kept
 */
export async function readBase(base: Base, folder: string): Promise<string> {
  if ('path' in base) {
    const text = readTrusted(base.path, MAX_BASE_BYTES);
    if (text === undefined) throw new GuardError('CONFIG_INVALID', `there is no base at ${base.path}`);
    if (base.sha256 !== null && sha256(text) !== base.sha256) throw wrongHash(base.path);
    return text;
  }
  const copy = join(folder, `${base.sha256}.yaml`);
  const kept = readTrusted(copy, MAX_BASE_BYTES, { private: true });
  if (kept !== undefined && sha256(kept) === base.sha256) return kept;
  const text = await download(base.url);
  if (sha256(text) !== base.sha256) throw wrongHash(base.url);
  keep(copy, text, folder);
  return text;
}

async function download(url: string): Promise<string> {
  let answer;
  try {
    answer = await guardedFetch(url, { maxBytes: MAX_BASE_BYTES, timeout: FETCH_TIMEOUT, redirects: 3 });
  } catch (error) {
    const { message } = GuardError.from(error);
    throw new GuardError('CONFIG_INVALID', `the base cannot be loaded, and no good copy is kept: ${message}`, {
      cause: error,
    });
  }
  if (answer.status !== 200) {
    throw new GuardError(
      'CONFIG_INVALID',
      `the base cannot be loaded, and no good copy is kept: status ${answer.status}`,
    );
  }
  if (!isUtf8(answer.body)) throw new GuardError('CONFIG_INVALID', 'the base is not valid UTF-8');
  return answer.body.toString();
}

function keep(copy: string, text: string, folder: string): void {
  const draft = `${copy}.${process.pid}.new`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, copy);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new GuardError('CONFIG_INVALID', `the base cannot be kept in ${folder}`, { cause });
  }
}

const sha256 = (text: string): string => hash('sha256', text);

const wrongHash = (where: string): GuardError =>
  new GuardError('CONFIG_INVALID', `the base at ${where} is not the one whose SHA-256 \`extends\` names`);
