import { PartialMessage } from '@mcp-guard/core';
import type { LineLimits } from '../../end.js';
import { FieldValue } from './field-value.js';
import type { StreamReader } from './flow.js';
import { IdleLines, type EventField } from './idle-lines.js';
import { endsEvent, LINE_FEED, LineEnds, RETURN } from './line-ends.js';
import type { StreamEvent } from './stream-event.js';
import { FREE_BYTES } from './whole-body.js';

export interface EventStreamOptions {
  readonly lines: LineLimits;
  readonly onEvent: (event: StreamEvent) => void;
  /** How long to wait before the stream is opened again, in milliseconds. */
  readonly onRetry?: (delay: number) => void;
  /** A line that leads nowhere: a comment, an unknown field, the end of no event, more lines than an event needs. */
  readonly onIdle?: () => void;
}

const COLON = 0x3a;
const SPACE = 0x20;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const JOINT = Buffer.from('\n');
/** Longer than the name of any field. */
const MAX_NAME = 8;
const DIGITS = /^\d{1,9}$/;
const FIELDS: readonly string[] = ['data', 'event', 'id', 'retry'] satisfies EventField[];

/**
 * Reads `text/event-stream` (HTML, section 9.2.6) from bytes cut in any way. The data of an event stays in the bytes of its
 * sender: whether they are text is for the strict reader to say. An event that never ends uses no more memory than a message
 * may, and each byte is looked at a fixed number of times.
 */
export class EventStream implements StreamReader {
  readonly #options: EventStreamOptions;
  readonly #data: PartialMessage;
  #hasData = false;
  /** A line of data is joined to the one before. */
  #needsJoint = false;
  /** Data that came in one part, and was not copied. */
  #whole: Buffer | undefined;
  /** The unfinished line: its field, if that is known, and its name so far, if it is not. */
  #field: EventField | undefined;
  #name: Buffer = Buffer.alloc(0);
  #isAtValue = false;
  readonly #value = new FieldValue();
  #type = '';
  #id: string | undefined;
  #hasId = false;
  readonly #idle: IdleLines;
  #skipsLineFeed = false;
  /** Bytes of a byte order mark that may still come. */
  #mark: Buffer = BYTE_ORDER_MARK;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#idle = new IdleLines(options.onIdle);
    this.#data = new PartialMessage({ ...options.lines, freeBytes: FREE_BYTES });
  }

  push(chunk: Buffer, mayGoOn: () => boolean = always): number {
    let at = this.#skipMark(chunk);
    const ends = new LineEnds(chunk);
    while (at < chunk.length || this.isBehind) {
      if ((this.#field === undefined || this.isBehind) && !mayGoOn()) break;
      if (this.isBehind) this.#data.scanOn();
      else at = this.#step(chunk, at, ends.from(at));
    }
    return at;
  }

  get isBehind(): boolean {
    return this.#data.isBehind;
  }

  get skipped(): number {
    return this.#data.skipped;
  }

  end(): void {
    // An event without its empty line is none.
  }

  discardOlderThan(time: number): void {
    this.#data.discardOlderThan(time);
  }

  restartClock(): void {
    this.#data.restartClock();
  }

  close(): void {
    this.#whole = undefined;
    this.#data.close();
  }

  /** One part of the line that ends at `end`. Returns the next unread byte. */
  #step(chunk: Buffer, at: number, end: number): number {
    if (this.#skipsLineFeed) {
      this.#skipsLineFeed = false;
      if (chunk[at] === LINE_FEED) return at + 1;
    }
    if (this.#field === undefined && at < end) return this.#readName(chunk.subarray(at, end), at);
    if (this.#field === undefined && this.#name.length > 0) this.#setField(this.#name); // a line without a colon
    if (this.#isAtValue && at < end) {
      this.#isAtValue = false;
      if (chunk[at] === SPACE) return at + 1;
    }
    if (this.#field === 'data') {
      if (!this.#addData(chunk, at, end)) return at;
    } else if (this.#field !== 'other') this.#value.add(chunk.subarray(at, end));
    if (end === chunk.length) return end;
    this.#skipsLineFeed = chunk[end] === RETURN;
    this.#endLine();
    return end + 1;
  }

  /** The name ends with a colon or with its line. Returns the next unread byte of the chunk. */
  #readName(part: Buffer, at: number): number {
    const known = this.#name.length;
    const name = known === 0 ? part : Buffer.concat([this.#name, part.subarray(0, MAX_NAME)]);
    const colon = name.subarray(0, MAX_NAME).indexOf(COLON);
    if (colon < 0 && name.length < MAX_NAME) {
      this.#name = Buffer.from(name);
      return at + part.length;
    }
    this.#setField(colon < 0 ? NOTHING : name.subarray(0, colon));
    return colon < 0 ? at : at + colon + 1 - known;
  }

  #setField(name: Buffer): void {
    const text = name.toString('latin1');
    this.#field = isField(text) ? text : 'other';
    this.#name = NOTHING;
    this.#isAtValue = true;
    this.#value.clear();
    if (this.#field !== 'data') return;
    this.#needsJoint = this.#hasData;
    this.#hasData = true;
  }

  /** False if it was not taken, since the part before it must be scanned first. */
  #addData(chunk: Buffer, at: number, end: number): boolean {
    if (this.#needsJoint && !this.#data.add(JOINT, false)) return false;
    this.#needsJoint = false;
    const part = chunk.subarray(at, end);
    const isWhole = this.#data.isEmpty && endsEvent(chunk, end);
    if (part.length > 0 && !this.#data.add(part, isWhole)) return false;
    if (isWhole) this.#whole = part;
    return true;
  }

  #endLine(): void {
    const field = this.#field;
    if (field === undefined) return this.#endEvent();
    this.#field = undefined;
    this.#isAtValue = false;
    this.#idle.line(field);
    const value = this.#value.text;
    if (field === 'event') this.#type = value ?? 'other';
    else if (field === 'id' && !this.#value.hasNul) {
      this.#id = value === '' ? undefined : value;
      this.#hasId = true;
    } else if (field === 'retry' && value !== undefined && DIGITS.test(value)) this.#options.onRetry?.(Number(value));
  }

  #endEvent(): void {
    const data = this.#hasData ? this.#data.finish(this.#whole ?? NOTHING) : undefined;
    const type = this.#type || 'message';
    const isNamed = this.#hasId;
    const isEvent = this.#hasData || isNamed;
    this.#whole = undefined;
    this.#hasData = this.#hasId = false;
    this.#idle.endEvent();
    this.#type = '';
    if (isEvent) this.#options.onEvent({ type, id: this.#id, isNamed, data });
    else this.#options.onIdle?.();
  }

  /** The bytes of a mark at the start of the stream. If it is none after all, they began the name of a field. */
  #skipMark(chunk: Buffer): number {
    let at = 0;
    while (this.#mark.length > 0 && at < chunk.length) {
      if (chunk[at] !== this.#mark[0]) {
        this.#name = BYTE_ORDER_MARK.subarray(0, BYTE_ORDER_MARK.length - this.#mark.length);
        this.#mark = NOTHING;
      } else {
        this.#mark = this.#mark.subarray(1);
        at++;
      }
    }
    return at;
  }
}

const isField = (name: string): name is EventField => FIELDS.includes(name);
const NOTHING = Buffer.alloc(0);
const always = (): boolean => true;
