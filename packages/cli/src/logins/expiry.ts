/** A provider may name any number; a date holds less. */
export const toTime = (unixSeconds: number): string =>
  Math.abs(unixSeconds) < 8e12 ? new Date(unixSeconds * 1000).toISOString() : 'the end of time';
