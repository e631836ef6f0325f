import { GuardError } from '@mcp-guard/core';
import { parseDuration } from './duration.js';

const MINUTES = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
const SECONDS = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
/** The most milliseconds that a `Date` can hold, either way (ECMA-262, 21.4.1.1). */
const MAX_TIME = 8.64e15;

/** In the local time zone: `15:04`, or `2026-11-21 15:04` on another day. Times are Unix milliseconds. */
export const formatMoment = (at: number, now: number = Date.now()): string => format(MINUTES, at, now);

/** With seconds: `15:04:05`, `11-21 15:04:05` on another day, and with its year in another year. */
export function formatSecond(at: number, now: number = Date.now()): string {
  const text = format(SECONDS, at, now);
  const year = SECONDS.format(now).slice(0, 5);
  return text.startsWith(year) ? text.slice(year.length) : text;
}

function format(as: Intl.DateTimeFormat, at: number, now: number): string {
  if (Math.abs(at) > MAX_TIME) return String(at); // others have written it
  const [day = '', time = ''] = as.format(at).split(' ');
  return as.format(now).startsWith(`${day} `) ? time : `${day} ${time}`;
}

/**
 * `2026-11-01` (its beginning here), `2026-11-01T15:04`, `30d` or `30d ago`. In Unix milliseconds.
 * @param option that it was given to
 */
export function parseMoment(text: string, now: number, option: string): number {
  const [, ago] = /^(\d{1,6}[smhd])(?: ago)?$/.exec(text) ?? [];
  if (ago !== undefined) return now - parseDuration(ago);
  const [whole, day = '', time] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d)?(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  // `Date` reads a date alone as UTC, and makes 31 February a day of March.
  const isDay = whole !== undefined && toDay(Date.parse(day)) === day;
  const at = isDay ? Date.parse(time === undefined ? `${day}T00:00` : whole) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new GuardError('USAGE', `${option} is a date like 2026-11-01 or 2026-11-01T15:04, or a time like 30m or 30d`);
}

const toDay = (at: number): string => (Number.isNaN(at) ? '' : new Date(at).toISOString().slice(0, 10));
