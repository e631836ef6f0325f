/* Base64 may be written on one line or on several. These find its end. */

/** Up to the padding, if it comes before `limit`. Nothing beyond is looked at: texts have many runs. */
export function endOfAlphabet(text: string, start: number, limit: number): number {
  const padding = text.slice(start, limit).indexOf('=');
  return padding < 0 ? limit : start + padding;
}

/** Finds the end if the line is the first of several that are equally long; the last may be shorter. */
export function endOfLines(text: string, start: number, firstEnd: number): number {
  const width = firstEnd - start;
  let end = firstEnd;
  for (;;) {
    LINE.lastIndex = end;
    const [all, line = ''] = LINE.exec(text) ?? [];
    if (all === undefined || line.length > width) return end;
    end += all.length;
    if (line.length < width) return end;
  }
}
const LINE = /=?\r?\n[ \t]{0,16}([\w+/-]{1,1024})(?![\w+/-])/y;

export const BREAK: RegExp = /=?\r?\n[ \t]*/g;
