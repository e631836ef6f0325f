import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child, Command, Processes } from '../processes.js';
import { startLast } from './start-last.js';

const CHUNK = 65_536;
/** Beyond this much an attacker forgets what it received. */
const MAX_HEARD = 4096;

/** A client that keeps to nothing. */
export class Attacker {
  readonly #child: Child;
  readonly #note: (amount: number) => void;
  readonly #gone = new AbortController();
  #heard = '';
  #count = 0;

  /** @param note is told the bytes of the attack that were taken */
  constructor(processes: Processes, command: Command, note: (amount: number) => void) {
    this.#child = startLast(processes, command);
    this.#note = note;
    this.#child.stdout.on('data', (chunk: Buffer) => (this.#heard = (this.#heard + chunk).slice(-MAX_HEARD)));
    this.#child.stderr.resume();
    this.#child.once('close', () => this.#gone.abort());
  }

  /** The guard has ended it, or no longer takes anything. */
  get isGone(): boolean {
    return this.#gone.signal.aborted || !this.#child.stdin.writable;
  }

  /** Shakes hands as every client does. Returns whether the guard has answered, with whatever, before time is up. */
  async initialize(protocolVersion: string, until: AbortSignal): Promise<boolean> {
    const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'hostile', version: '0' } };
    this.#send(`${JSON.stringify({ jsonrpc: '2.0', id: 'init', method: 'initialize', params })}\n`);
    while (!this.#heard.includes('"init"')) {
      if (this.isGone || until.aborted) return false;
      await sleep(5);
    }
    this.#send('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    return true;
  }

  /** What is a part of the attack, and counts once it was taken. Returns whether more may follow at once. */
  write(text: string): boolean {
    return this.#send(text, (error) => void (error ?? this.#note(Buffer.byteLength(text))));
  }

  /** Writes a line again and again, as fast as it is taken. */
  async flood(unit: string, until: AbortSignal): Promise<void> {
    const whole = unit.repeat(Math.ceil(CHUNK / unit.length));
    const next = unit.includes('$') ? () => unit.replace('$', String(this.#count++)) : () => whole;
    while (!until.aborted && !this.isGone) {
      if (!this.write(next())) await this.drained(until);
    }
  }

  /** Resolves when what was written has been taken, or the attack is over. */
  async drained(until: AbortSignal): Promise<void> {
    while (!this.isGone && !until.aborted && this.#child.stdin.writableNeedDrain) await sleep(1);
  }

  /** Calls the tool that makes its server attack; resolves when that was answered, or never will be. */
  async call(until: AbortSignal): Promise<void> {
    const id = `call ${this.#count++}`;
    this.#send(`{"jsonrpc":"2.0","id":"${id}","method":"tools/call","params":{"name":"attack","arguments":{}}}\n`);
    // A response is larger than what is remembered of it, and its id comes first.
    const isAnswered = (chunk: Buffer): boolean => chunk.includes(id);
    const signal = AbortSignal.any([until, this.#gone.signal]);
    while (!signal.aborted) {
      const heard = await once(this.#child.stdout, 'data', { signal }).catch(() => undefined);
      if (!heard || isAnswered(heard[0] as Buffer)) return; // oxlint-disable-line typescript/no-unsafe-type-assertion -- of the stream above
    }
  }

  #send(text: string, onTaken?: (error?: Error | null) => void): boolean {
    return !this.isGone && this.#child.stdin.write(text, onTaken);
  }
}
