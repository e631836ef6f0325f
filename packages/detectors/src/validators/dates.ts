/** There is such a day in some year; `year` may be of two digits, or `undefined` where it is not known. */
export function isDay(day: number, month: number, year?: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year === undefined || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0 || year < 100));
  return day <= (month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** `yymmdd` or `yyyymmdd` is a day. */
export const isYearMonthDay = (digits: string): boolean =>
  isDay(Number(digits.slice(-2)), Number(digits.slice(-4, -2)), Number(digits.slice(0, -4)));
