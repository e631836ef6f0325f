import type { Malformed, Message } from '@mcp-guard/core';
import type { Direction } from '@mcp-guard/rules';
import type { LargeMessage, LargeMessages } from '../large/large-messages.js';
import type { Batches, Finish } from './batches.js';
import type { Floods } from './floods.js';
import type { SessionParts } from './session-parts.js';

/** A message that could be read. */
export interface Incoming {
  readonly message: Message;
  readonly bytesIn: number;
  readonly finish: Finish;
  /** The place where the rest of it is judged, if not here. */
  readonly large?: LargeMessage;
}

/** Returns what the lane must wait for. */
export type Inspect = () => void | Promise<void>;

export interface IngressParts extends Pick<SessionParts, 'inForce' | 'onHeldUp' | 'later'> {
  /** Whether the revision in use has them. */
  readonly allowsBatches: () => boolean;
  readonly batches: Batches;
  /** Where messages above `LARGE_BYTES` are read and judged. */
  readonly large: { read(line: Buffer, direction: Direction): ReturnType<LargeMessages['read']> };
  /** Takes a message that could be read. Returns what is left to do with it when its turn has come. */
  readonly relay: (direction: Direction, incoming: Incoming) => Inspect | undefined;
  readonly reject: (direction: Direction, malformed: Malformed, bytesIn: number, finish: Finish) => void;
  readonly floods: Pick<Floods, 'countLine'>;
}
