/** All that a text has besides visible ASCII, blanks and line ends. */
export interface Others {
  /** Starts and ends, in turn, of runs of such characters, controls among them. */
  readonly runs: readonly number[];
  /** Each different code unit of these once. */
  readonly units: string;
}

/** Most texts have none. */
export const NO_OTHERS: Others = { runs: [], units: '' };

const SEEN = new Uint8Array(65_536);
const DELETE = 0x7f;
const isOther = (code: number): boolean =>
  code >= DELETE || (code < 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09);

/**
 * Most texts with a typographic quote or a word of another script have few such characters: a decoder that looks for
 * what is written with them need not look at all others.
 */
export function othersOf(text: string): Others {
  const runs: number[] = [];
  const units: number[] = [];
  const { length } = text;
  for (let at = 0; at < length; at++) {
    let code = text.charCodeAt(at);
    if (!isOther(code)) continue;
    runs.push(at);
    for (; isOther(code); code = text.charCodeAt(++at)) {
      if (SEEN[code] === 1) continue;
      SEEN[code] = 1;
      units.push(code);
    }
    runs.push(at);
  }
  let said = '';
  for (const unit of units) {
    SEEN[unit] = 0;
    said += String.fromCharCode(unit);
  }
  return { runs, units: said };
}

/** As many runs as `count` follow on each other from the one at an index, with so many other characters between any two. */
export function areNear(runs: readonly number[], index: number, count: number, most: number): boolean {
  const end = index + 2 * (count - 1);
  if (end >= runs.length) return false;
  for (let at = index; at < end; at += 2) if (runs[at + 2]! - runs[at + 1]! > most) return false;
  return true;
}
