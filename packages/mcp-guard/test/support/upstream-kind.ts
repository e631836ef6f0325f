import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { drawShare, isSoak } from '../../../core/test/support/rounds.js';

/** How the guard reaches a server that a test plays: as lines on a stream, or over HTTP. */
export type UpstreamKind = 'lines' | 'http';

let isDrawn: ((index: number) => boolean) | undefined;

/**
 * The upstream of this test file in this run: a quarter of the files is drawn to run over HTTP. `pnpm soak` runs all of them
 * with both. `MCP_GUARD_TEST_UPSTREAM` says `http` or `lines` for all files.
 */
export function drawUpstream(): UpstreamKind {
  const forced = findForced();
  if (forced !== undefined) return forced;
  if (isSoak) return 'lines';
  isDrawn ??= drawShare();
  const file = createHash('sha256')
    .update(expect.getState().testPath ?? '')
    .digest();
  return isDrawn(file.readUInt8()) ? 'http' : 'lines';
}

/** For what takes long: both in `pnpm soak`, and one of them, drawn and named, in another run. */
export function drawUpstreams(): readonly UpstreamKind[] {
  if (isSoak) return ['lines', 'http'];
  const drawn = findForced() ?? (Math.random() < 0.5 ? 'lines' : 'http');
  console.info(`upstream over ${drawn}`);
  return [drawn];
}

function findForced(): UpstreamKind | undefined {
  const forced = process.env['MCP_GUARD_TEST_UPSTREAM'];
  return forced === 'http' || forced === 'lines' ? forced : undefined;
}
