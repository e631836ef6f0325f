import { statSync } from 'node:fs';

/** The files that were found at paths, and when each was last changed. */
export type FilesSeen = ReadonlyMap<string, string>;

/** Looks at files. To be called before they are read: a change that is not read yet is then seen later. */
export const lookAt = (paths: readonly string[]): FilesSeen => new Map(paths.map((path) => [path, identify(path)]));

export function identify(path: string): string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
    return stats ? `${stats.dev} ${stats.ino} ${stats.size} ${stats.ctimeNs}` : 'missing';
  } catch {
    return 'unknown'; // reading it says why
  }
}
