import { accented } from './accented.js';
import { commandLines } from './arguments.js';
import { backslash } from './backslash.js';
import { base32 } from './base32.js';
import { base64 } from './base64.js';
import { byteLists } from './byte-lists.js';
import { charCodes } from './char-codes.js';
import { concatenated } from './concatenated.js';
import type { Decoder } from './decoder.js';
import { dictated } from './dictated.js';
import { dressed } from './dressed.js';
import { entities } from './entities.js';
import { filled } from './filled.js';
import { grouped } from './grouped.js';
import { hexdump } from './hexdump.js';
import { hexPairs } from './hex-pairs.js';
import { hex } from './hex.js';
import { lines } from './lines.js';
import { markup } from './markup.js';
import { overridden } from './overridden.js';
import { parted } from './parted.js';
import { percent } from './percent.js';
import { quotedPrintable } from './quoted-printable.js';
import { regrouped } from './regrouped.js';
import { segments } from './segments.js';
import { smuggled } from './smuggled.js';
import { spaced } from './spaced.js';
import { spelled } from './spelled.js';
import { terminal } from './terminal.js';
import { unicode } from './unicode.js';

/** One line for each. */
export const DECODERS: readonly Decoder[] = [
  backslash,
  percent,
  entities,
  quotedPrintable,
  terminal,
  unicode,
  overridden,
  filled,
  grouped,
  concatenated,
  charCodes,
  commandLines,
  dressed,
  parted,
  markup,
  lines,
  base64,
  base32,
  segments,
  hex,
  hexPairs,
  hexdump,
  byteLists,
  spaced,
  spelled,
  dictated,
  smuggled,
  accented,
  regrouped,
];
