import type { GuardError } from '@mcp-guard/core';
import type { LineLimits } from '../../end.js';
import type { Inbox } from '../stream/inbox.js';
import type { LegacySession } from '../legacy-session.js';
import type { HttpLink } from '../link/link.js';
import type { MirroredArguments } from './revision-2026-07-28/mirrored-arguments.js';
import type { RemoteWords } from '../words.js';

/** All requests of one session to a server over HTTP share this. */
export interface HttpConversation {
  readonly link: HttpLink;
  readonly inbox: Inbox;
  readonly lines: LineLimits;
  readonly session: LegacySession;
  readonly mirrored: MirroredArguments;
  readonly words: RemoteWords;
  /** How long a request may be without any sign of the server, in milliseconds. */
  readonly timeout: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** No response to this request will come. */
  readonly lose: (id: string, error: GuardError) => void;
  /** One line for the server's log. */
  readonly note: (text: string) => void;
  /** The server no longer knows the session of this id. Resolves whether there is another now, for what was not accepted. */
  readonly reopen: (id: string) => Promise<boolean>;
}
