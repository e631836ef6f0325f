import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { toReal } from './installed-guard.js';

/** Package managers keep here what they install for a user, and a list of it beside. */
const GLOBAL_STORES = /[/\\](?:pnpm|yarn|\.yarn|\.bun[/\\]install)[/\\](?:[\w.-]{1,32}[/\\])?global(?:[/\\]|$)/;
/** Windows starts one of these for `mcp-guard`, in the folder in which it starts it. */
const LOOKALIKE = /^mcp-guard(?:\.(?:exe|com|bat|cmd|ps1|vbs|js))?$/i;

/**
 * A program lies in a project, also behind links: in this one, or among the packages of any project.
 * @param project the folder in which a client starts it, if known
 */
export function isOfProject(path: string, project: string | undefined): boolean {
  const real = toReal(path);
  if (project !== undefined) {
    const folder = toReal(project) ?? project;
    if ([path, real ?? path].some((each) => isBelow(each, folder) || isBelow(each, project))) return true;
  }
  return real !== undefined && [path, real].some(isLocalPackage);
}

/** `<project>/node_modules/…`, if the project has a list of its packages. */
function isLocalPackage(path: string): boolean {
  const at = path.lastIndexOf(`${sep}node_modules${sep}`);
  if (at === -1) return false;
  const owner = path.slice(0, path.indexOf(`${sep}node_modules${sep}`));
  return !GLOBAL_STORES.test(owner) && isThere(join(owner, 'package.json'));
}

/** A folder has a program that a bare `mcp-guard` may mean. */
export function hasLookalike(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => LOOKALIKE.test(name) && !isFolder(join(folder, name)));
  } catch {
    return false; // nothing that this process may see
  }
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
