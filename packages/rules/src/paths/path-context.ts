import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Config, type StdioServer, toRealPath } from '@mcp-guard/policy';

/** How a server reads the paths that it is sent. */
export interface PathContext {
  /**
   * Where relative ones may start: its working folder, and each that its command line names. It may also start them in
   * a root that the client told, or in a folder that it has from elsewhere: those are not known here.
   */
  readonly folders: readonly [string, ...string[]];
  /** What `~` is to it. */
  readonly home: string;
}

/** Told from the working folder of a session, and looked up once for each. */
export function createPathContext({ servers }: Pick<Config, 'servers'>, name: string): (cwd: string) => PathContext {
  const server = Object.hasOwn(servers, name) ? servers[name] : undefined;
  const own = server?.env['HOME'];
  const home = typeof own === 'string' ? own : homedir(); // no client has a say in it
  let known: { readonly cwd: string; readonly around: PathContext } | undefined;
  return (cwd) => {
    if (known?.cwd !== cwd) known = { cwd, around: { folders: baseFolders(server?.args ?? [], cwd, home), home } };
    return known.around;
  };
}

function baseFolders(args: StdioServer['args'], cwd: string, home: string): PathContext['folders'] {
  const named = args.flatMap((arg) => {
    const text = arg.replace(/^--?[^=/]*=/, '');
    const path = resolve(cwd, text.replace(/^~(?=\/|$)/, home));
    // What is not there yet may be made; but a word that is no path would be taken for one.
    const isPath = /^(?:[/~]|\.\.?(?:\/|$))/.test(text);
    return (isFolder(path) ?? isPath) ? [toRealPath(path)?.path ?? path] : [];
  });
  return [cwd, ...new Set(named.filter((folder) => folder !== cwd))];
}

/** `undefined` where nothing is there, or nothing that we may see. */
function isFolder(path: string): boolean | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory();
  } catch {
    return undefined;
  }
}
