import { dirname } from 'node:path';
import { findOnPath, look } from '@mcp-guard/core/search-path';
import { toReal } from '../scan/installed-guard.js';

/** Package managers link the Node here that they keep in a folder with its version in its name. */
const LASTING = ['/opt/homebrew/bin/node', '/usr/local/bin/node', '/usr/bin/node'];
/** Folders that are there for one shell, one session or one project only. */
const FOR_A_WHILE = /[/\\](?:fnm_multishells|node_modules|_npx|dlx)[/\\]|^\/run\//;
/** An update takes such a folder away. */
const HAS_VERSION = /\d\.\d/;
const OTHERS_MAY_WRITE = 0o002;

/**
 * The same Node at a path that an update does not take away, where there is one: a link of the system, or one in the
 * search path. A link without a version in its path comes first.
 * @param node with links followed
 */
export function lastingNode(node: string, searchPath = ''): string {
  const ofSystem = LASTING.includes(node) ? node : LASTING.find((link) => toReal(link) === node);
  if (ofSystem !== undefined || !HAS_VERSION.test(node)) return ofSystem ?? node;
  const links = findOnPath('node', searchPath).filter(
    (link) => link !== node && toReal(link) === node && isLasting(link),
  );
  return links.find((link) => !HAS_VERSION.test(link)) ?? links[0] ?? node;
}

/** A client may not start what other users can replace. */
const isLasting = (link: string): boolean =>
  !FOR_A_WHILE.test(link) && ((look(dirname(link))?.mode ?? OTHERS_MAY_WRITE) & OTHERS_MAY_WRITE) === 0;
