import type {
  ApprovalDetail,
  ApprovalReason,
  ApprovalView,
  CallText,
  Decider,
  Standing,
  StandingPreview,
} from '@mcp-guard/core/page';
import { isBoolean, isListOf, isNullOr, isNumber, isOneOf, isRecord, isText, type ShapeCheck } from './check.js';

const isReason: ShapeCheck<ApprovalReason> = isRecord<ApprovalReason>({ rule: isText, why: isText });

const isDecider: ShapeCheck<Decider> = isRecord<Decider>({
  uid: isNumber,
  pid: isNullOr(isNumber),
  tty: isNullOr(isText),
  parent: isNullOr(isText),
  insideClient: isBoolean,
  hasPassphrase: isBoolean,
  proposed: isBoolean,
});

const isStanding: ShapeCheck<Standing> = isRecord<Standing>({
  same: isNullOr(isListOf(isText)),
  maxUses: isNumber,
  maxSpend: isNullOr(isText),
  uses: isNumber,
  spent: isText,
});

const isApproval: ShapeCheck<ApprovalView> = isRecord<ApprovalView>({
  id: isText,
  print: isText,
  state: isOneOf('pending', 'approved', 'standing', 'denied', 'used', 'expired', 'withdrawn', 'revoked'),
  actor: isText,
  server: isText,
  tool: isText,
  call: isText,
  amount: isNullOr(isText),
  currency: isNullOr(isText),
  reasons: isListOf(isReason),
  createdAt: isNumber,
  expiresAt: isNumber,
  decidedAt: isNullOr(isNumber),
  decidedBy: isNullOr(isText),
  decider: isNullOr(isDecider),
  why: isNullOr(isText),
  standing: isNullOr(isStanding),
  asked: isNumber,
});

/** The answer to a decision: `waits`, if the daemon tells it, says that the client still waits for the call. */
export const isDecidedApproval = (value: unknown): value is ApprovalView & { readonly waits?: boolean } =>
  isApproval(value) && (!('waits' in value) || isBoolean(value.waits));

export const isApprovals: ShapeCheck<readonly ApprovalView[]> = isListOf(isApproval);

const isCallText: ShapeCheck<CallText> = isRecord<CallText>({ pointer: isText, value: isText });

export const isApprovalDetail: ShapeCheck<ApprovalDetail> = isRecord<ApprovalDetail>({
  approval: isApproval,
  arguments: isListOf(isCallText),
  beside: isListOf(isCallText),
  client: isNullOr(isText),
});

export const isPreview: ShapeCheck<StandingPreview> = isRecord<StandingPreview>({
  admits: isText,
  matches: isNumber,
  past: isNumber,
});
