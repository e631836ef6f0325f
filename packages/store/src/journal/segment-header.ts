import { GuardError, tryParseJson } from '@mcp-guard/core';
import type { ChainHead } from '../record/audit-store.js';
import { isInteger, isText, objectOf, orNull, type Shape } from './shapes.js';
import { checksum } from './checksum.js';

/** The format of the lines of a segment. Another one is refused, never guessed at. */
export const FORMAT = 1;
const NAME = 'mcp-guard-journal';

/** The first line of a segment says where it belongs. */
export interface SegmentHeader {
  /** Names the database that takes this journal over: 32 hex digits, drawn when it was created. */
  readonly home: string;
  /** Number of the segment; counts up by one. */
  readonly segment: number;
  /** The head of the chain at its beginning. */
  readonly head: ChainHead;
  /** Bytes of the segment before; `null` if this one begins a journal. */
  readonly previousEnd: number | null;
  /** 32 hex digits from which the key of a sealed segment is derived; `null` if it is plain. */
  readonly salt: string | null;
}

const isHex = (digits: number): Shape<string> => {
  const pattern = new RegExp(`^[0-9a-f]{${digits}}$`);
  return (value): value is string => isText(value) && pattern.test(value);
};

const isHeader = objectOf<SegmentHeader>({
  home: isHex(32),
  segment: isInteger,
  head: objectOf<ChainHead>({ seq: isInteger, hash: isHex(64) }),
  previousEnd: orNull(isInteger),
  salt: orNull(isHex(32)),
});

export function encodeHeader({ home, segment, head: { seq, hash }, previousEnd, salt }: SegmentHeader): string {
  const text = JSON.stringify({ home, segment, head: { seq, hash }, previousEnd, salt });
  return `${NAME} ${FORMAT} ${checksum(text)} ${text}\n`;
}

/**
 * Reads the first line of a segment; `undefined` if it is damaged. Throws CONFIG_INVALID for another format.
 * @param path for the error
 */
export function decodeHeader(line: string, path: string): SegmentHeader | undefined {
  const [name, format, sum, ...rest] = line.split(' ');
  if (name !== NAME) return undefined;
  if (format !== String(FORMAT)) {
    throw new GuardError('CONFIG_INVALID', `the journal ${path} was written by another version of mcp-guard`, {
      hint: 'start the version that wrote it once: it takes the journal over when it stops',
    });
  }
  const text = rest.join(' ');
  if (checksum(text) !== sum) return undefined;
  const value = tryParseJson(text);
  return isHeader(value) ? value : undefined;
}
