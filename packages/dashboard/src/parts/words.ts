const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** In the largest unit that fits: `3 h`. */
export function toDuration(milliseconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => milliseconds >= each) ?? ['s', 1000];
  return `${Math.max(0, Math.floor(milliseconds / size))} ${unit}`;
}

/** Of a measurement: `0.4 ms`, `12 ms`, `1.2 s`; a dash where there is none. */
export function toLatency(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  if (milliseconds >= 10_000) return `${Math.round(milliseconds / 1000)} s`;
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds >= 10 ? Math.round(milliseconds) : Number(milliseconds.toFixed(2))} ms`;
}

const BYTES = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `1.4 MB` */
export function toSize(bytes: number): string {
  const power = Math.min(BYTES.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTES[power] ?? 'B'}`;
}

export const toCount = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

const TIME = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });

/** In the local time zone: `15:04:09`, or `2026-11-21 15:04:09` on another day. Unix milliseconds. */
export function toMoment(at: number, now: number = Date.now()): string {
  const day = DAY.format(at);
  return day === DAY.format(now) ? TIME.format(at) : `${day} ${TIME.format(at)}`;
}
