import { GuardError, hintText } from '@mcp-guard/core';

/** A type as people read it: a header may hold anything. */
const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/;
/** An error for the server's log, which people read: with the hint that the client does not get. */
export const toNote = ({ message, hint }: GuardError): string =>
  hint === undefined ? message : `${message} (${hintText(hint)})`;

/** A server of another transport, or no MCP server, answers a POST with one of these. */
const OTHER_TRANSPORT: ReadonlySet<number> = new Set([400, 404, 405, 406, 410, 415, 426]);

/** The errors for a client whose request a remote server leaves without a response. */
export class RemoteWords {
  readonly name: string;

  /** @param name of the server in the configuration */
  constructor(name: string) {
    this.name = name;
  }

  /** No byte of it has come for this long. */
  silent(seconds: number): GuardError {
    return this.unavailable(`has sent nothing for ${seconds} seconds, and may still act on the request`, this.timeout);
  }

  /** Its response ended without the message that is waited for. */
  unanswered(): GuardError {
    return this.unavailable('ended its response without an answer, and may have acted on the request');
  }

  broken(cause: unknown): GuardError {
    return this.unavailable('broke off before it answered, and may have acted on the request', { cause });
  }

  /** It has only accepted the request. */
  accepted(): GuardError {
    return this.unavailable('accepted the request without answering it, and may act on it');
  }

  /** A body that is neither JSON nor an event stream. */
  type(type: string): GuardError {
    return this.unavailable(`answered with ${MEDIA_TYPE.test(type) ? type : 'an unknown type'} instead of JSON`);
  }

  status(status: number): GuardError {
    const hint = `check servers.${this.name}.url, and its transport: streamable-http, sse or websocket`;
    return this.unavailable(
      `answered with the HTTP status ${status}`,
      OTHER_TRANSPORT.has(status) ? { hint } : undefined,
    );
  }

  sessionLost(): GuardError {
    return this.unavailable('has lost this session; it goes on in a new one');
  }

  sessionUnnamed(): GuardError {
    return this.unavailable('named its session in a way that HTTP cannot carry');
  }

  toolInvalid(): GuardError {
    return this.unavailable('asks for headers with this tool that HTTP cannot carry, so it cannot be called');
  }

  cancelled(): GuardError {
    return this.unavailable('was asked to cancel the request');
  }

  /** For a limit in seconds. */
  protected get timeout(): { readonly rule: string } {
    return { rule: `servers.${this.name}.timeout` };
  }

  protected unavailable(what: string, options?: { cause?: unknown; hint?: string; rule?: string }): GuardError {
    return new GuardError('UPSTREAM_UNAVAILABLE', `the server ${this.name} ${what}`, options);
  }
}
