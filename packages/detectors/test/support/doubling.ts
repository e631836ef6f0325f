import { Worker } from 'node:worker_threads';

/** Something whose work must grow as its input does. */
export interface Case {
  readonly name: string;
  /** Where the doubling begins, in characters or items. */
  readonly size: number;
  /** Where it ends, if not where everything that looks at a bounded stretch beside each place has become linear. */
  readonly largest?: number;
  /** Makes an input of so many characters or items, and gives what is done with it. */
  readonly prepare: (size: number) => () => void;
}

/** Cases of one module. */
const MAX_CASES = 10_000;

/** What grew faster than its input. */
export interface Excess {
  readonly name: string;
  /** The block, expression or function. */
  readonly what: string;
  readonly size: number;
  readonly before: number;
  readonly after: number;
}

export interface Doubled {
  readonly count: number;
  readonly excesses: readonly Excess[];
  /** The most work for a character or item, and where. */
  readonly dearest: { readonly name: string; readonly each: number };
}

/**
 * Doubles the input of cases and counts the work, block by block, in a thread of its own: all that the thread loads is
 * counted, and to load the detectors takes longer than to count many a case.
 */
export class Doubling implements AsyncDisposable {
  readonly #worker = new Worker(new URL('doubling-worker.mjs', import.meta.url), {
    resourceLimits: { stackSizeMb: 16 },
  });

  /**
   * One module after the other.
   * @param cases module that exports `cases`, a list of `Case`; loaded as it is, not as the compiler has it
   * @param runs whether the case at an index runs; all of them if nothing is said
   */
  double(cases: URL, runs: (index: number) => boolean = () => true): Promise<Doubled> {
    const worker = this.#worker;
    return new Promise<Doubled>((resolve, reject) => {
      worker.once('message', (reply: Doubled | Error) => (reply instanceof Error ? reject(reply) : resolve(reply)));
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread ended without an answer')));
      worker.postMessage({ cases: cases.href, runs: Array.from({ length: MAX_CASES }, (_, index) => runs(index)) });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}
