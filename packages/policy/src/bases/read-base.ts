import type { Base } from '../schema/config.js';
import type { Download } from './download-base.js';
import { readLocalBase, readPinnedBase } from './pinned-base.js';
import { readSignedBase, signedCopy } from './signed-base.js';

export interface BaseText {
  readonly text: string;
  /** How problems name it. */
  readonly name: string;
  /** A file that changes when the base does; nothing for a base that cannot change. */
  readonly file: string | undefined;
  /** The network may have another one later. */
  readonly isUpdated: boolean;
}

/**
 * The text of a base. Throws CONFIG_INVALID if it is not the one that is meant.
 * @param base a path in it is absolute
 * @param folder where copies are kept
 */
export async function readBase(base: Base, folder: string, download: Download): Promise<BaseText> {
  if ('path' in base) return { text: readLocalBase(base), name: base.path, file: base.path, isUpdated: false };
  if ('sha256' in base) {
    return { text: await readPinnedBase(base, folder, download), name: base.url, file: undefined, isUpdated: false };
  }
  const text = await readSignedBase(base, { folder, download, now: Date.now() });
  return { text, name: base.url, file: signedCopy(base, folder), isUpdated: true };
}
