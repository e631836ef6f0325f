const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** `72 KiB`, `1.5 GiB`: one digit behind the point where it says something. */
export function formatBytes(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const amount = bytes / 1024 ** unit;
  return `${Number(amount.toFixed(amount < 10 ? 1 : 0))} ${UNITS[unit]}`;
}
