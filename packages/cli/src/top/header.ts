import { hintText, type Concern, type Latency, type NowView, type Second } from '@mcp-guard/core';
import { count } from '../output/count.js';
import { formatDuration } from '../output/duration.js';
import { styled, type ScreenLine } from './line.js';
import { sparkline } from './sparkline.js';
import type { Seen } from './state.js';
import { harmless } from '../output/text-width.js';

/** Concerns that are named; the rest are counted. */
const MAX_CONCERNS = 3;
const MAX_BARS = 60;
const BESIDE_BARS = 20;

/** Is all well, how much goes through, and how long it takes. */
export function renderHeader({ now, problem }: Seen, columns: number, isPlain: boolean): readonly ScreenLine[] {
  const title = styled('mcp-guard', 'strong');
  const stale = problem === undefined ? [] : [[styled(harmless(problem), 'wrong')]];
  if (!now) return [[title, styled(problem === undefined ? '  asking the daemon' : '')], ...stale];
  const up = `  ${harmless(now.version)}, up ${formatDuration(Math.max(0, now.at - now.startedAt))}   `;
  return [
    [title, styled(up), verdict(now, problem)],
    ...stale,
    ...describeConcerns(now.concerns),
    describeCalls(now.seconds, columns, isPlain),
    describeLatency(now.latency),
  ];
}

function verdict({ concerns, pending }: NowView, problem: string | undefined) {
  if (problem !== undefined) return styled('as it last was', 'look');
  if (concerns.length + pending === 0) return styled('all is well', 'good');
  if (concerns.length === 0) return styled(pending === 1 ? '1 call waits' : `${pending} calls wait`, 'look');
  const wrong = concerns.filter(({ level }) => level === 'wrong').length;
  return wrong > 0
    ? styled(`${count(wrong, 'thing')} ${wrong === 1 ? 'is' : 'are'} wrong`, 'wrong')
    : styled(`${count(concerns.length, 'thing')} to look at`, 'look');
}

const describeConcerns = (concerns: readonly Concern[]): readonly ScreenLine[] => [
  ...concerns.slice(0, MAX_CONCERNS).flatMap(describeConcern),
  ...(concerns.length > MAX_CONCERNS ? [[styled(`        and ${concerns.length - MAX_CONCERNS} more`, 'faint')]] : []),
];

/** As the page names them. */
const LEVELS: Readonly<Record<Concern['level'], string>> = { wrong: 'Error', look: 'Warning' };

function describeConcern({ level, what, help }: Concern): readonly ScreenLine[] {
  const line = [styled(LEVELS[level].padEnd(8), level), styled(harmless(what))];
  return help === null ? [line] : [line, [styled('        help: ', 'faint'), styled(harmless(hintText(help)))]];
}

function describeCalls(seconds: readonly Second[], columns: number, isPlain: boolean): ScreenLine {
  const shown = seconds.slice(-Math.max(10, Math.min(MAX_BARS, columns - BESIDE_BARS - 36)));
  const sum = (of: (second: Second) => number): number => seconds.reduce((total, second) => total + of(second), 0);
  const bars = sparkline(
    shown.map(({ calls }) => calls),
    isPlain,
  );
  const refused = sum((second) => second.refused);
  return [
    styled(`calls/s  ${seconds.at(-1)?.calls ?? 0} `),
    styled(bars, 'good'),
    styled(` ${sum(({ calls }) => calls)} in ${formatDuration(seconds.length * 1000)}, `),
    styled(`${refused} refused`, refused > 0 ? 'look' : 'plain'),
    styled(`, ${sum(({ held }) => held)} held`),
  ];
}

const describeLatency = ({ guard, upstream }: Latency): ScreenLine => [
  styled(`guard    p50 ${milliseconds(guard.p50)}  p95 ${milliseconds(guard.p95)}    `),
  styled(`upstream  p50 ${milliseconds(upstream.p50)}  p95 ${milliseconds(upstream.p95)}`),
];

/** `0.42 ms`, `12 ms`; `-` where nothing was measured. */
function milliseconds(number: number | null): string {
  if (number === null) return '-';
  return `${number < 10 ? number.toFixed(2) : Math.round(number)} ms`;
}
