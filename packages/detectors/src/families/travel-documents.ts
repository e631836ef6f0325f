import type { Family, Hit, Site } from '../detector.js';
import { hit, SURE } from '../rules/verify.js';
import { isIcaoChecked } from '../validators/checksums.js';

/* The zone that machines read, ICAO 9303 parts 4 to 6: lines of 44, 36 or 30 characters of `A-Z0-9<`. */

/** The line with the day of birth. */
interface Layout {
  readonly line: RegExp;
  readonly length: number;
  /** Characters of the line in front of the day of birth. */
  readonly before: number;
  /** One more line follows. */
  readonly isInside: boolean;
}
const TD3 = /[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[\d<]\d/y;
const TD2 = /[A-Z0-9<]{9}[\d<][A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{8}(?![A-Z0-9<])/y;
const TD1 = /\d{7}[MFX<]\d{7}[A-Z<]{3}[A-Z0-9<]{11}\d(?![A-Z0-9<])/y;
const LAYOUTS: readonly Layout[] = [
  { line: TD3, length: 44, before: 13, isInside: false },
  { line: TD2, length: 36, before: 13, isInside: false },
  { line: TD1, length: 30, before: 0, isInside: true },
];

/** The site is the day of birth, its check digit and the sex. */
function verifyZone({ text, start: birth }: Site): Hit | undefined {
  if (!isIcaoChecked(text.slice(birth, birth + 7)) || !isIcaoChecked(text.slice(birth + 8, birth + 15)))
    return undefined;
  for (const { line, length, before, isInside } of LAYOUTS) {
    const start = birth - before;
    line.lastIndex = start;
    if (start < 0 || !line.test(text)) continue;
    const end = line.lastIndex + (isInside ? endOfLine(text.slice(line.lastIndex), length) : 0);
    return hit({ start: start - startOfLine(text.slice(0, start), length), end }, SURE);
  }
  return undefined;
}

/** How long a line of the zone is that ends a text, with its line end; 0 if none does. */
function startOfLine(text: string, length: number): number {
  const line = /[A-Z0-9<]{30,44}(?:\r?\n|\\n| )$/.exec(text.slice(-length - 3))?.[0] ?? '';
  return line.trimEnd().replace(/\\n$/, '').length === length ? line.length : 0;
}

/** The same of a line that begins a text. */
function endOfLine(text: string, length: number): number {
  const line = /^(?:\r?\n|\\n| )[A-Z0-9<]{30,44}/.exec(text.slice(0, length + 3))?.[0] ?? '';
  return line.trimStart().replace(/^\\n/, '').length === length ? line.length : 0;
}

export const travelDocuments: Family = {
  name: 'travel-documents',
  detectors: [
    {
      id: 'mrz',
      title: 'the machine-readable zone of a travel document',
      group: 'pii.national_id',
      rules: [{ shapes: ['#######A', '#######<'], verify: verifyZone }],
    },
  ],
};
