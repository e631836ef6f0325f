import {
  type CallAnswer,
  type CallDetail,
  type CallPage,
  type CallView,
  isHint,
  OUTCOMES,
  type RowView,
} from '@mcp-guard/core/page';
import { isBoolean, isListOf, isNullOr, isNumber, isOneOf, isRecord, isText, type ShapeCheck } from './check.js';

const isOutcome = isOneOf(...OUTCOMES);
const isDirection = isOneOf('toServer', 'toClient');

const isAnswer: ShapeCheck<CallAnswer> = isRecord<CallAnswer>({
  seq: isNumber,
  at: isNumber,
  waitedMs: isNullOr(isNumber),
  isError: isBoolean,
  outcome: isOutcome,
  code: isNullOr(isText),
});

const isCall: ShapeCheck<CallView> = isRecord<CallView>({
  seq: isNumber,
  at: isNumber,
  session: isNullOr(isText),
  user: isNullOr(isText),
  server: isNullOr(isText),
  direction: isDirection,
  method: isNullOr(isText),
  target: isNullOr(isText),
  outcome: isOutcome,
  code: isNullOr(isText),
  rule: isNullOr(isText),
  client: isNullOr(isText),
  reason: isNullOr(isText),
  approval: isNullOr(isText),
  findings: isNumber,
  types: isListOf(isText),
  answer: isNullOr(isAnswer),
});

export const isCalls: ShapeCheck<readonly CallView[]> = isListOf(isCall);

export const isCallPage: ShapeCheck<CallPage> = isRecord<CallPage>({
  calls: isCalls,
  before: isNullOr(isNumber),
  damage: isNullOr(isText),
});

type RecordedFinding = RowView['findings'][number];

/** The page shows these members of a finding. */
const isFinding = (value: unknown): value is RecordedFinding =>
  isRecord<Pick<RecordedFinding, 'type' | 'path' | 'view' | 'confidence' | 'action'>>({
    type: isText,
    path: isText,
    view: isText,
    confidence: isNumber,
    action: isOneOf('block', 'redact', 'warn'),
  })(value);

const isRow: ShapeCheck<RowView> = isRecord<RowView>({
  seq: isNumber,
  at: isNumber,
  kind: isText,
  direction: isNullOr(isDirection),
  shape: isText,
  method: isNullOr(isText),
  target: isNullOr(isText),
  rpcId: isNullOr(isText),
  outcome: isNullOr(isOutcome),
  warn: isBoolean,
  code: isNullOr(isText),
  rule: isNullOr(isText),
  detail: isNullOr(isText),
  bytesIn: isNumber,
  bytesOut: isNumber,
  guardUs: isNumber,
  waitedMs: isNullOr(isNumber),
  findings: isListOf(isFinding),
  hash: isText,
});

export const isCallDetail: ShapeCheck<CallDetail> = isRecord<CallDetail>({
  call: isCall,
  client: isNullOr(isText),
  rows: isListOf(isRow),
  hint: isNullOr(isHint),
  except: isNullOr(isNumber),
});
