import type { GuardError, Received } from '@mcp-guard/core';
import type { LineLimits } from '../../end.js';
import type { Inbox } from '../stream/inbox.js';
import type { SentMessage } from '../sent-message.js';

/** One connection that carries all messages of a session. */
export interface Channel {
  /** Resolves once the server has taken the message; rejects with the error for the client if it did not. */
  send(message: SentMessage, signal: AbortSignal): Promise<void>;
  /** Resolves once the connection is gone and all that came over it was delivered, with the error for the client. */
  readonly gone: Promise<GuardError>;
  /** Says goodbye for so many milliseconds at most; resolves once the connection is cut. */
  close(grace: number): Promise<void>;
}

export interface ChannelParts {
  readonly inbox: Inbox;
  readonly lines: LineLimits;
  /** Milliseconds until the server must be ready for messages. */
  readonly timeout: number;
  /** Ends the connection at any time. */
  readonly signal: AbortSignal;
  /** Takes a message, in a slice of the inbox. */
  readonly take: (received: Received) => void;
  /** The server has sent something. */
  readonly sign: () => void;
}

/** Resolves once messages can be sent; throws the error for the client. */
export type OpenChannel = (parts: ChannelParts) => Promise<Channel>;
