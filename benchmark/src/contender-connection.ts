import type { Answer } from './stdio-client.js';

export type Settle = (answer: Answer | Error) => void;

/** An open connection of a contender, by any transport. */
export interface ContenderConnection {
  readonly name: string;
  /** The process that was started for it, or the one that it runs in. */
  readonly pid: number;
  /** `params` is JSON text, so that it is written once for many calls. */
  send(method: string, params: string, settle: Settle): void;
  request(method: string, params: object): Promise<Answer>;
  close(): Promise<void>;
}
