import { GuardError } from '@mcp-guard/core';
import { RemoteWords } from '../words.js';

/** The errors for a client whose server is reached by one connection for all messages. */
export class ChannelWords extends RemoteWords {
  closed(cause?: unknown): GuardError {
    return this.unavailable('closed its connection', { cause });
  }

  notReady(seconds: number): GuardError {
    return this.unavailable(`was not ready for messages within ${seconds} seconds`, this.timeout);
  }

  /** It named no place for messages, or one that is not its own. */
  endpoint(why: string): GuardError {
    return this.unavailable(`named ${why} for messages`, { hint: this.#check });
  }

  subprotocol(): GuardError {
    return this.unavailable('does not confirm the subprotocol mcp', { hint: this.#check });
  }

  upgrade(cause: unknown): GuardError {
    return this.unavailable('does not open a websocket', { cause, hint: this.#check });
  }

  binary(): GuardError {
    return this.unavailable('sent a binary message, which MCP does not have');
  }

  tooLarge(bytes: number): GuardError {
    return new GuardError('MESSAGE_TOO_LARGE', `the server ${this.name} sent more than ${bytes} bytes at once`, {
      rule: 'daemon.max_message_bytes',
    });
  }

  /** It no longer answers to a ping. */
  dead(): GuardError {
    return this.unavailable('no longer answers on its connection');
  }

  get #check(): string {
    return `check servers.${this.name}.url and servers.${this.name}.transport`;
  }
}
