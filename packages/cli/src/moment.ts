const FORMAT = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

/** In the local time zone: `15:04`, or `2026-11-21 15:04` on another day. Times are Unix milliseconds. */
export function formatMoment(at: number, now: number = Date.now()): string {
  const [day, time] = FORMAT.format(at).split(' ');
  return FORMAT.format(now).startsWith(`${day} `) ? `${time}` : `${day} ${time}`;
}
