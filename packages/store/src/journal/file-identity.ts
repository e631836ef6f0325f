import { statSync } from 'node:fs';

/**
 * Paths still name the files that were opened. In WAL mode SQLite goes on committing into a file that was deleted or
 * moved away, so the rows are lost.
 */
export class FileIdentity {
  readonly #paths: readonly string[];
  /** The identities of the files at the paths, in a form that another thread can be given. */
  readonly opened: readonly string[];

  /** @param opened what the paths must name; what they name now, if left out */
  constructor(paths: readonly string[], opened: readonly string[] = paths.map(identify)) {
    this.#paths = paths;
    this.opened = opened;
  }

  /** The first path that now names something else or nothing. */
  findReplaced(): string | undefined {
    return this.#paths.find((path, index) => identify(path) !== this.opened[index]);
  }
}

/** Identifies a database in WAL mode that this process has opened. */
export const identifyDatabase = (path: string, opened?: readonly string[]): FileIdentity =>
  new FileIdentity([path, `${path}-wal`], opened);

function identify(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}:${stat.nlink}` : 'none';
}
