import type { ApprovalView } from '@mcp-guard/core';
import { describeView } from '../approvals/describe.js';
import { wrap } from '../output/text-width.js';

/** Everything about a held call, in lines that fit the screen. */
export const detailLines = (approval: ApprovalView, at: number, columns: number): readonly string[] =>
  describeView(approval, at)
    .split('\n')
    .flatMap((line) => wrap(line, columns));
