import { foldName } from '@mcp-guard/core';
import type { Neighbours, Place, ScannedFile } from './rule.js';
import { skeletonOf } from './skeleton.js';

/** Servers of one name; more are not compared, since each is compared with all others. */
const MAX_ALIKE = 1000;

export function createNeighbours(files: readonly ScannedFile[]): Neighbours {
  const places = files.flatMap((file) => file.servers.map((server) => ({ file, server })));
  const byName = Map.groupBy(places, ({ server }) => foldName(server.name));
  const byLook = Map.groupBy(places, ({ server }) => skeletonOf(server.name));
  return {
    namedAs: (name) => byName.get(foldName(name))?.slice(0, MAX_ALIKE) ?? [],
    looksLike: (name) => byLook.get(skeletonOf(name))?.slice(0, MAX_ALIKE) ?? [],
  };
}

/** One client may see both: servers of one folder do not meet servers of another. */
export const canMeet = (a: Place, b: Place): boolean =>
  !isBound(a) || !isBound(b) || (a.file === b.file && a.server.project === b.server.project);

const isBound = ({ file, server }: Place): boolean => file.scope === 'project' || server.project !== undefined;
