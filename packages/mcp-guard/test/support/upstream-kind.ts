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
  const forced = process.env['MCP_GUARD_TEST_UPSTREAM'];
  if (forced === 'http' || forced === 'lines') return forced;
  if (isSoak) return 'lines';
  isDrawn ??= drawShare();
  const file = createHash('sha256')
    .update(expect.getState().testPath ?? '')
    .digest();
  return isDrawn(file.readUInt8()) ? 'http' : 'lines';
}
