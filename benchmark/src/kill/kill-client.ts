import { once } from 'node:events';
import { isObject, member, parseJson } from '@mcp-guard/core';
import type { Child, Command, Processes } from '../processes.js';
import { toLine, type Call } from './call.js';

/** What a client has heard about a call. */
export interface Answered {
  readonly call: Call;
  readonly answer: 'result' | 'held' | 'refused';
  /** Of a held call: the id of the approval that waits. */
  readonly approval: string | undefined;
}

/** A client whose guard may be gone at any moment: what it heard before counts. */
export class KillClient {
  readonly #child: Child;
  readonly #waiting = new Map<string, (answered: Answered | undefined) => void>();
  readonly #calls = new Map<string, Call>();
  readonly #onAnswer: (answered: Answered) => void;
  #hasEnded = false;
  #isAnswered = false;
  #rest = '';
  #complaint = '';
  /** Resolves once the bridge is gone and all that it wrote was read. */
  readonly ended: Promise<void>;

  constructor(processes: Processes, command: Command, onAnswer: (answered: Answered) => void) {
    this.#onAnswer = onAnswer;
    this.#child = processes.start(command);
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-2000);
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.ended = once(this.#child, 'close').then(() => this.#end());
  }

  /** Whether anything has come back: then there is a connection, which ends with the daemon. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** The last that the bridge has said to people. */
  get complaint(): string {
    return this.#complaint.trim().split('\n').slice(-3).join(' / ');
  }

  /** Resolves with the answer, or with nothing once there can be none. */
  ask(call: Call): Promise<Answered | undefined> {
    if (this.#hasEnded) return Promise.resolve(undefined);
    const { promise, resolve } = Promise.withResolvers<Answered | undefined>();
    this.#calls.set(call.id, call);
    this.#waiting.set(call.id, resolve);
    this.#child.stdin.write(`${toLine(call)}\n`);
    return promise;
  }

  /** Ends the bridge at once, before it can do anything more. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** What a bridge that was killed left of a line is dropped. */
  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#hear(line);
  }

  #hear(line: string): void {
    this.#isAnswered = true;
    const answer = parseJson(line);
    const id = member(answer, 'id');
    const call = typeof id === 'string' ? this.#calls.get(id) : undefined;
    if (!call || !isObject(answer)) return; // a notice
    const data = member(answer['error'], 'data');
    if (member(data, 'code') === 'DAEMON_UNAVAILABLE') return; // the bridge’s word that there is no answer
    const approval = member(data, 'approval_id');
    const isHeld = typeof approval === 'string';
    const answered: Answered = {
      call,
      answer: 'result' in answer ? 'result' : isHeld ? 'held' : 'refused',
      approval: isHeld ? approval : undefined,
    };
    this.#onAnswer(answered);
    this.#waiting.get(call.id)?.(answered);
    this.#waiting.delete(call.id);
  }

  #end(): void {
    this.#hasEnded = true;
    for (const settle of this.#waiting.values()) settle(undefined);
    this.#waiting.clear();
  }
}
