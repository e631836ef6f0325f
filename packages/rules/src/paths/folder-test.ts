import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { toRealPath, type FsBudget } from '@mcp-guard/policy';

/** Its content depends on the process that reads it. */
const OF_THE_READER = /^\/(?:proc|dev\/fd)(?:\/|$)/;

/** An absolute path leads to one of the folders, or below one. Throws if the budget is used up. */
export type FolderTest = (path: string, looks: FsBudget) => boolean;

/**
 * Follows every link, also of a path that does not exist yet.
 * @param folders absolute; each as it is while one message is judged
 */
export function createFolderTest(folders: readonly string[]): FolderTest {
  const insides = new WeakMap<FsBudget, Inside>();
  return (path, looks) => {
    let inside = insides.get(looks);
    if (!inside) insides.set(looks, (inside = new Inside(folders, looks)));
    return inside.has(path);
  };
}

/** Tests for the folders of a rule, as they are while one message is judged. */
class Inside {
  readonly #looks: FsBudget;
  readonly #folders: readonly string[];
  readonly #identities: ReadonlySet<string>;
  /** Folders that were already looked up. */
  readonly #known = new Map<string, boolean>();

  /** @param looks of the message; looks at the rule’s own folders do not count */
  constructor(folders: readonly string[], looks: FsBudget) {
    this.#looks = looks;
    const real = folders.map((folder) => toRealPath(folder));
    this.#folders = real.flatMap((folder) => (folder && !folder.dangles ? folder.path : []));
    this.#identities = new Set(this.#folders.flatMap((folder) => identify(folder) ?? []));
  }

  has(path: string): boolean {
    const real = toRealPath(path, this.#looks);
    if (!real || real.dangles) return false;
    if (OF_THE_READER.test(path) || OF_THE_READER.test(real.path)) return false;
    if (!this.#canBe(real.path)) return false;
    return this.#folders.some((folder) => isWithin(real.path, folder)) || this.#isBelow(real.path);
  }

  /** A path cannot lead below a file. */
  #canBe(path: string): boolean {
    this.#looks.spend(path);
    try {
      lstatSync(path, { throwIfNoEntry: false });
      return true;
    } catch {
      return false;
    }
  }

  /** If case does not matter, or a mount shows a folder twice, only the file system knows that two paths are the same. */
  #isBelow(path: string): boolean {
    if (this.#identities.size === 0) return false;
    const above: string[] = [];
    let known: boolean | undefined;
    for (let at = path; known === undefined; at = dirname(at)) {
      known = this.#known.get(at) ?? (this.#is(at) || (at === '/' ? false : undefined));
      above.push(at);
    }
    for (const at of above) this.#known.set(at, known);
    return known;
  }

  #is(path: string): boolean {
    this.#looks.spend(path);
    const identity = identify(path);
    return identity !== undefined && this.#identities.has(identity);
  }
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** The identity of a folder, under any name. */
function identify(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() ? `${stat.dev}:${stat.ino}` : undefined;
}
