import { opendirSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { foldName } from '@mcp-guard/core';
import type { FsBudget } from '@mcp-guard/policy';

/** Names that are read in the time of a look. */
const NAMES_A_LOOK = 8;
/**
 * Types of file systems whose times are set by the clock of this kernel at each change (`statfs(2)`): ext2 to ext4, XFS,
 * Btrfs, F2FS, ZFS, tmpfs, overlayfs. Those of a network or of another process may keep an old time.
 */
const STAMPED_HERE: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630,
]);

/** Folds of the names in a folder, `.` and `..` included. */
export type Names = ReadonlySet<string>;

export function isStampedHere(path: string): boolean {
  try {
    return process.platform === 'linux' && STAMPED_HERE.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

/**
 * `undefined` where the folder cannot be read, or has more than `most` names with `.` and `..`.
 * @param looks that so many names cost
 */
export function readNames(path: string, most: number, looks?: FsBudget): Names | undefined {
  const names = new Set(['.', '..']);
  try {
    const folder = opendirSync(path);
    try {
      for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
        if (names.size >= most) return undefined;
        names.add(foldName(entry.name));
        if (names.size % NAMES_A_LOOK === 0) looks?.spend('');
      }
    } finally {
      folder.closeSync();
    }
  } catch {
    return undefined;
  }
  return names;
}

/** All that stands in a folder and below. */
export function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
