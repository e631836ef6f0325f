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

/** Writes a measurement: `0.4 ms`, `12 ms`, `1.2 s`; a dash where there is none. */
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

/** In the local time zone: `15:04:09`, or `2026-11-21 15:04:09` on another day. Unix milliseconds. */
export function toMoment(at: number, now: number = Date.now()): string {
  const [moment, today] = [new Date(at), new Date(now)];
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(twoDigits).join(':');
  if (moment.toDateString() === today.toDateString()) return time;
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())} ${time}`;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
