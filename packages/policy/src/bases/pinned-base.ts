import { hash } from 'node:crypto';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import type { Base } from '../schema/config.js';
import { readTrusted } from '../paths/trusted-file.js';
import { cannotBeLoaded, MAX_BASE_BYTES, NotLoaded, type Download } from './download-base.js';
import { keep } from './keep.js';

type PinnedBase = Extract<Base, { url: string; sha256: string }>;
type LocalBase = Extract<Base, { path: string }>;

/**
 * A text from the network counts only with its hash, so a kept copy with that hash is as good as another download,
 * and is taken first.
 * @param folder where copies are kept
 */
export async function readPinnedBase(base: PinnedBase, folder: string, download: Download): Promise<string> {
  const copy = join(folder, `${base.sha256}.yaml`);
  const kept = readTrusted(copy, MAX_BASE_BYTES, { private: true });
  if (kept !== undefined && sha256(kept) === base.sha256) return kept;
  const text = await download(base.url, { allowPrivate: base.allow_private }).catch((error: unknown) => {
    throw error instanceof NotLoaded ? cannotBeLoaded(error) : error;
  });
  if (sha256(text) !== base.sha256) throw wrongHash(base.url, text);
  keep(copy, text);
  return text;
}

/** @param base with an absolute path */
export function readLocalBase(base: LocalBase): string {
  const text = readTrusted(base.path, MAX_BASE_BYTES);
  if (text === undefined) throw new GuardError('CONFIG_INVALID', `there is no base at ${base.path}`);
  if (base.sha256 !== null && sha256(text) !== base.sha256) throw wrongHash(base.path, text);
  return text;
}

const sha256 = (text: string): string => hash('sha256', text);

const wrongHash = (where: string, text: string): GuardError =>
  new GuardError(
    'CONFIG_INVALID',
    `the base at ${where} has the SHA-256 ${sha256(text)}, and \`extends\` names another (mcp-guard base pin prints what to write)`,
  );
