import {
  type Concern,
  type HaltStatus,
  isHint,
  type Latency,
  type NowView,
  type PageView,
  type Second,
  type SessionView,
} from '@mcp-guard/core/page';
import { isBoolean, isListOf, isNullOr, isNumber, isOneOf, isRecord, isText, type ShapeCheck } from './check.js';

const isSession: ShapeCheck<SessionView> = isRecord<SessionView>({
  id: isText,
  server: isText,
  user: isText,
  roles: isListOf(isText),
  client: isNullOr(isRecord({ name: isText, version: isNullOr(isText) })),
  revision: isNullOr(isText),
  pid: isNullOr(isNumber),
  since: isNumber,
  inFlight: isNumber,
  calls: isNumber,
  refused: isNumber,
  lastAt: isNullOr(isNumber),
});

const isConcern: ShapeCheck<Concern> = isRecord<Concern>({
  level: isOneOf('wrong', 'look'),
  what: isText,
  help: isNullOr(isHint),
});

export const isHalt: ShapeCheck<HaltStatus> = isRecord<HaltStatus>({
  at: isNumber,
  by: isText,
  reason: isNullOr(isText),
  ends: isBoolean,
  problem: isNullOr(isText),
});

const isSecond: ShapeCheck<Second> = isRecord<Second>({
  at: isNumber,
  calls: isNumber,
  refused: isNumber,
  held: isNumber,
});

const isPercentiles: ShapeCheck<Latency['guard']> = isRecord<Latency['guard']>({
  p50: isNullOr(isNumber),
  p95: isNullOr(isNumber),
});

export const isNowView: ShapeCheck<NowView> = isRecord<NowView>({
  at: isNumber,
  version: isText,
  startedAt: isNumber,
  halt: isNullOr(isHalt),
  concerns: isListOf(isConcern),
  sessions: isListOf(isSession),
  seconds: isListOf(isSecond),
  latency: isRecord<Latency>({ guard: isPercentiles, upstream: isPercentiles }),
  pending: isNumber,
});

export const isPageView: ShapeCheck<PageView> = isRecord<PageView>({
  version: isText,
  readOnly: isNullOr(isText),
  user: isText,
  key: isNullOr(isRecord({ salt: isText, N: isNumber, r: isNumber, p: isNumber, publicKey: isText })),
});

export const isEntered: ShapeCheck<{ readonly token: string }> = isRecord({ token: isText });

export const isNothing: ShapeCheck<object> = (value): value is object => typeof value === 'object' && value !== null;
