import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { isRemote, toRealPath, type Config, type StdioServer } from '@mcp-guard/policy';

/** Working folders of one server whose surroundings are kept. */
const MAX_KEPT = 64;

/** How a server reads the paths in its messages. */
export interface PathContext {
  /**
   * Relative paths may start in these: its working folder, and each folder that its command line names. A server may
   * also use a root of the client, or a folder that it knows from elsewhere: those are not known here.
   */
  readonly folders: readonly [string, ...string[]];
  /** The server's meaning of `~`. */
  readonly home: string;
}

/** Derived from the working folder of a session, and looked up once for each. */
export function createPathContext({ servers }: Pick<Config, 'servers'>, name: string): (cwd: string) => PathContext {
  const entry = Object.hasOwn(servers, name) ? servers[name] : undefined;
  const server = entry && !isRemote(entry) ? entry : undefined;
  const own = server?.env['HOME'];
  const home = typeof own === 'string' ? own : homedir(); // no client can change it
  const known = new Map<string, PathContext>();
  return (cwd) => {
    let around = known.get(cwd);
    if (around) return around;
    if (known.size >= MAX_KEPT) known.clear();
    around = { folders: baseFolders(server?.args ?? [], cwd, home), home };
    known.set(cwd, around);
    return around;
  };
}

function baseFolders(args: StdioServer['args'], cwd: string, home: string): PathContext['folders'] {
  const named = args.flatMap((arg) => {
    const text = arg.replace(/^--?[^=/]*=/, '');
    const path = resolve(cwd, text.replace(/^~(?=\/|$)/, home));
    // A missing folder may be created later; but a word that is no path would be taken for one.
    const isPath = /^(?:[/~]|\.\.?(?:\/|$))/.test(text);
    return (isFolder(path) ?? isPath) ? [toRealPath(path)?.path ?? path] : [];
  });
  return [cwd, ...new Set(named.filter((folder) => folder !== cwd))];
}

/** `undefined` if it is missing, or not visible to us. */
function isFolder(path: string): boolean | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory();
  } catch {
    return undefined;
  }
}
