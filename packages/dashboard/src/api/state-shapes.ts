import {
  isHint,
  type CapView,
  type EditView,
  type LimitView,
  type PolicyValue,
  type PolicyView,
  type ScanFinding,
  type ScanView,
  type ServerDetail,
  type ServerView,
  type ToolView,
} from '@mcp-guard/core/page';
import { isBoolean, isListOf, isNullOr, isNumber, isOneOf, isRecord, isText, type ShapeCheck } from './check.js';

export const isEditView: ShapeCheck<EditView> = isRecord<EditView>({
  state: isOneOf('shown', 'written', 'needless'),
  print: isText,
  words: isText,
  notes: isListOf(isText),
  difference: isListOf(isText),
  loosens: isListOf(isText),
});

const isTool: ShapeCheck<ToolView> = isRecord<ToolView>({
  name: isText,
  isWhole: isBoolean,
  does: isText,
  may: isOneOf('allowed', 'denied', 'asks'),
  rule: isNullOr(isText),
});

const isLimit: ShapeCheck<LimitView> = isRecord<LimitView>({
  rule: isText,
  user: isText,
  used: isNumber,
  max: isNumber,
  window: isNumber,
});

const isCap: ShapeCheck<CapView> = isRecord<CapView>({
  rule: isText,
  user: isText,
  spent: isText,
  max: isText,
  currency: isText,
  window: isOneOf('call', 'session', 'hour', 'day'),
  resetsAt: isNullOr(isNumber),
});

const SERVER = {
  name: isText,
  sessions: isNumber,
  transport: isText,
  host: isNullOr(isText),
  runs: isText,
  clients: isListOf(isRecord({ client: isText, name: isText })),
  refused: isNumber,
  leftAlone: isNullOr(isRecord({ seconds: isNumber, failures: isNumber })),
  problem: isNullOr(isRecord({ what: isText, help: isText })),
  tools: isRecord({ allowed: isNumber, denied: isNumber, asks: isNumber }),
  limits: isListOf(isLimit),
  caps: isListOf(isCap),
};

export const isServers: ShapeCheck<readonly ServerView[]> = isListOf(isRecord<ServerView>(SERVER));

export const isServerDetail: ShapeCheck<ServerDetail> = isRecord<ServerDetail>({
  ...SERVER,
  roles: isListOf(isText),
  everyTool: isListOf(isTool),
  stderr: isListOf(isText),
});

export const isPolicyView: ShapeCheck<PolicyView> = isRecord<PolicyView>({
  path: isText,
  hash: isText,
  bases: isListOf(isText),
  loadedAt: isNumber,
  problems: isListOf(isText),
  loosened: isNullOr(isRecord({ at: isNumber, changes: isListOf(isText) })),
  values: isListOf(isRecord<PolicyValue>({ key: isText, value: isText, from: isText })),
  warnings: isListOf(isText),
  acknowledged: isNullOr(isRecord({ at: isNumber, by: isText })),
});

export const isScanView: ShapeCheck<ScanView> = isRecord<ScanView>({
  state: isOneOf('never', 'running', 'done', 'failed'),
  at: isNullOr(isNumber),
  findings: isListOf(
    isRecord<ScanFinding>({ rule: isText, severity: isText, place: isText, what: isText, fix: isHint }),
  ),
  accepted: isNumber,
  baselineProblem: isNullOr(isText),
  files: isNumber,
  problem: isNullOr(isText),
});
