export const HOUR = 3_600_000;

/** Bytes that were written in one hour by the clock; the next hour begins at zero. */
export interface HourBytes {
  /** Unix hours. */
  hour: number;
  bytes: number;
}

export function addInHour(counted: HourBytes, hour: number, bytes: number): void {
  if (counted.hour !== hour) [counted.hour, counted.bytes] = [hour, 0];
  counted.bytes += bytes;
}

export const bytesIn = (counted: HourBytes, hour: number): number => (counted.hour === hour ? counted.bytes : 0);
