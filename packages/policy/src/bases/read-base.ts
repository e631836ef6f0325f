import type { Base } from '../schema/config.js';
import type { Download } from './download-base.js';
import { lookAt, type FilesSeen } from '../paths/files-seen.js';
import { readLocalBase, readPinnedBase } from './pinned-base.js';
import { readSignedBase, signedCopy } from './signed-base.js';

export interface BaseText {
  readonly text: string;
  /** How problems name it. */
  readonly name: string;
  /** Files that change when the base does, as they were before it was read; none for a base that cannot change. */
  readonly files: FilesSeen;
  /** The network may have another one later. */
  readonly isUpdated: boolean;
}

/**
 * The text of a base. Throws CONFIG_INVALID if it is not the one that is meant.
 * @param base a path in it is absolute
 * @param folder where copies are kept
 */
export async function readBase(base: Base, folder: string, download: Download): Promise<BaseText> {
  if ('path' in base) {
    const files = lookAt([base.path]);
    return { text: readLocalBase(base), name: base.path, files, isUpdated: false };
  }
  if ('sha256' in base) {
    return { text: await readPinnedBase(base, folder, download), name: base.url, files: new Map(), isUpdated: false };
  }
  const files = lookAt([signedCopy(base, folder)]);
  const text = await readSignedBase(base, { folder, download, now: Date.now() });
  return { text, name: base.url, files, isUpdated: true };
}
