import { GuardError } from '@mcp-guard/core';
import { AnswerReader } from './answer-reader.js';
import type { HttpConversation } from './http-conversation.js';
import { readStatusAnswer } from './status-answer.js';
import { toHeaders } from './request-headers.js';
import { resumeAnswer } from './resume-answer.js';
import { Silence } from '../silence.js';
import { drain, headerOf, typeOf, type LinkResponse } from '../link/link.js';
import { toLabel, type SentMessage } from '../sent-message.js';
import { toNote } from '../words.js';

/** A stream that goes on after its response holds a place for nothing, in milliseconds. */
const LINGER = 5000;

/** One message on its way to the server, until all that answers it has come. */
export class Posted {
  /** Without its bytes once the server has taken it. */
  message: SentMessage;
  readonly #parts: HttpConversation;
  readonly #abort = new AbortController();
  readonly #accepted = Promise.withResolvers<boolean>();
  readonly #answered = Promise.withResolvers<void>();
  readonly #answers: AnswerReader;
  /** Why we ended it ourselves. */
  #why: GuardError | undefined;
  #linger: NodeJS.Timeout | undefined;
  /** Resolves once all has come, or nothing more will. */
  readonly done: Promise<void>;
  /** The server has turned it away, since it no longer knows the session. */
  #isTurnedAway = false;

  constructor(message: SentMessage, parts: HttpConversation) {
    this.message = message;
    this.#parts = parts;
    this.#answers = new AnswerReader(parts, message.ids, (bytes) => this.#observe(bytes));
    this.done = this.#run().catch((error: unknown) => parts.note(GuardError.from(error).message));
  }

  /** Resolves with whether the server has taken the message, as far as its status tells. */
  get accepted(): Promise<boolean> {
    return this.#accepted.promise;
  }

  /** Resolves once its response came, or never will. */
  get answered(): Promise<void> {
    return this.#answered.promise;
  }

  /** Gives it up; the requests that it makes are lost for this reason. */
  abort(why: GuardError): void {
    this.#why ??= why;
    this.#abort.abort();
  }

  /** The era is a fact of a message. */
  get isModern(): boolean {
    return this.message.version !== undefined;
  }

  /** The server holds something for it in its session. */
  get needsSession(): boolean {
    return !this.isModern && !this.#answers.isAnswered && !this.#isTurnedAway;
  }

  /** A subscription lasts, and is silent, for any time. */
  get #isLasting(): boolean {
    return this.message.method === 'subscriptions/listen';
  }

  async #run(): Promise<void> {
    const { inbox, timeout } = this.#parts;
    const limit = this.#isLasting ? undefined : timeout;
    const silence = new Silence(
      limit,
      () => inbox.isPaused || inbox.hasUnheard,
      () => this.abort(this.#parts.words.silent(timeout / 1000)),
    );
    try {
      await this.#exchange(silence);
    } catch (error) {
      this.#lose(this.#why ?? this.#toReason(error));
      this.#abort.abort(); // frees what is left of a body
    } finally {
      silence.end();
      clearTimeout(this.#linger);
      this.#accepted.resolve(false);
      this.#answered.resolve();
    }
  }

  async #exchange(silence: Silence, isAgain = false): Promise<void> {
    const { message, isModern } = this;
    const { link, session, words, mirrored } = this.#parts;
    if (message.method === 'tools/call' && isModern && mirrored.isInvalid(message.name)) throw words.toolInvalid();
    const sessionId = isModern || message.method === 'initialize' ? undefined : session.id;
    const response = await link.exchange({
      method: 'POST',
      headers: toHeaders(message, this.#parts),
      body: message.bytes,
      signal: this.#abort.signal,
      isLasting: this.#isLasting,
      // The very call that holds a place may wait for a notification or a response of the client.
      isLong: message.ids.length === 0,
    });
    silence.broken();
    if (response.status < 200 || response.status > 299) {
      const isLost = await readStatusAnswer(response, message, this.#parts, sessionId !== undefined);
      if (!isLost || sessionId === undefined) return;
      this.#isTurnedAway = true;
      const isThere = !isAgain && (await this.#parts.reopen(sessionId));
      this.#isTurnedAway = false;
      // Its handshake was replayed whole, and its questions are gone.
      if (isThere && message.method === 'notifications/initialized') return this.#accepted.resolve(true);
      if (isThere && message.kind !== 'answer') return this.#exchange(silence, true);
      throw words.sessionLost();
    }
    if (message.method === 'initialize' && !session.open(response)) throw words.sessionUnnamed();
    this.message = { ...message, bytes: NOTHING };
    this.#accepted.resolve(true);
    if (message.ids.length === 0) return drain(response.body);
    await this.#read(response, silence);
  }

  async #read(response: LinkResponse, silence: Silence): Promise<void> {
    const { words } = this.#parts;
    const type = typeOf(response);
    const isStream = type === 'text/event-stream';
    if (response.status === 202 || response.status === 204) {
      await drain(response.body);
      throw words.accepted();
    }
    if (!isStream && type !== 'application/json') {
      await drain(response.body);
      throw headerOf(response, 'content-length') === '0' || type === '' ? words.unanswered() : words.type(type);
    }
    try {
      await this.#answers.read(response, silence.broken);
    } catch (error) {
      if (!isStream || this.#why || error instanceof GuardError) throw error;
      if (!this.#answers.isAnswered) this.#parts.note(`a response broke off: ${reasonOf(error)}`);
    }
    if (isStream && !this.isModern && !this.#answers.isAnswered) {
      await resumeAnswer(this.#answers, this.#parts, silence.broken, this.#abort.signal);
    }
    if (this.#answers.waiting.length > 0) this.#lose(words.unanswered());
  }

  /** A message as it came. */
  #observe(bytes: Buffer): void {
    const { session, mirrored } = this.#parts;
    const { method } = this.message;
    if (method === 'initialize') session.agree(bytes);
    else if (method === 'tools/list' && this.isModern) mirrored.observe(bytes);
    if (!this.#answers.isAnswered || this.#linger) return;
    this.#answered.resolve();
    this.#linger = setTimeout(() => this.#abort.abort(), LINGER).unref();
  }

  /** Whatever is not answered yet never will be. */
  #lose(why: GuardError): void {
    const { lose, note } = this.#parts;
    const { waiting, isAnswered } = this.#answers;
    for (const id of waiting) lose(id, why);
    const isOurs = this.#why !== undefined && this.isModern;
    if (!isOurs && (!isAnswered || this.message.ids.length === 0)) note(`${toLabel(this.message)}: ${toNote(why)}`);
  }

  #toReason(error: unknown): GuardError {
    return error instanceof GuardError ? error : this.#parts.words.broken(error);
  }
}

const NOTHING = Buffer.alloc(0);

/** The reason of a broken connection, without its addresses. */
export function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'the connection was closed';
}
