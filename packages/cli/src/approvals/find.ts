import { GuardError } from '@mcp-guard/core';
import type { Approval, ApprovalReader } from '@mcp-guard/store';
import { formatDuration } from '../output/duration.js';
import { callerText } from './caller-text.js';

const PREFIX = /^[0-9a-f]{6,16}$/;

/** The approval whose id begins with `prefix`. Throws USAGE unless there is exactly one. */
export function findApproval(reader: ApprovalReader | undefined, prefix: string, now: number): Approval {
  const digits = prefix.toLowerCase();
  if (!PREFIX.test(digits)) throw wrong('an approval is named by its id, or at least the first 6 of its hex digits');
  const [found, ...others] = reader?.find(digits) ?? [];
  if (!found) throw wrong(`there is no approval ${digits}`);
  if (others.length === 0) return found;
  const candidates = [found, ...others].map((approval) => describeCandidate(approval, now));
  throw wrong(`${digits} begins more than one approval:\n${candidates.join('\n')}`);
}

const wrong = (message: string): GuardError =>
  new GuardError('USAGE', message, { hint: { command: 'mcp-guard approvals list --show-decided' } });

const describeCandidate = ({ id, tool, server, actor, createdAt }: Approval, now: number): string =>
  `${id}  ${callerText(tool, 40)} at ${callerText(server, 32)} by ${callerText(actor, 32)}, ${formatDuration(now - createdAt)} ago`;
