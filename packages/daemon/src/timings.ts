/** The waits and intervals of the daemon, in milliseconds. */
export interface Timings {
  /** A bridge says hello within this time. */
  readonly hello: number;
  /** A daemon that a client has started waits so long for it, in order to start its server before the self-test. */
  readonly firstClient: number;
  /** The identity of a client is known within this time; a provider may have to be asked. */
  readonly identify: number;
  /** Between two checks whether a bridge that has ended its input still exists. */
  readonly bridgeCheck: number;
  /** A server may take so long to end by itself, and then after SIGTERM. */
  readonly serverGrace: number;
  /** A server may go on for so long after its client has ended its input and has all its responses. */
  readonly inputEndGrace: number;
  /** Between two checks whether the last messages of an end were judged. */
  readonly settleCheck: number;
  /** An unfinished line is given up after this time. */
  readonly lineAge: number;
  /** Between two sweeps, each of which gives up old lines and forgets old counts of floods. */
  readonly sweep: number;
  /** Between two checks of the files of the configuration. */
  readonly configWatch: number;
  /** A configuration that could not be used is tried again after this time. */
  readonly configRetry: number;
  /** Between two checks whether a signed base has another version. */
  readonly baseUpdate: number;
  /** Between two removals of rows that are older than the configuration keeps them. */
  readonly retirement: number;
  /** Between two removals of approvals and spending that are too old. */
  readonly forgetting: number;
  /** Before the second attempt at a webhook; twice as long each time. */
  readonly webhookRetry: number;
}

export const TIMINGS: Timings = {
  hello: 5000,
  firstClient: 100,
  identify: 30_000,
  bridgeCheck: 1000,
  serverGrace: 2000,
  inputEndGrace: 2000,
  settleCheck: 10,
  lineAge: 60_000,
  sweep: 10_000,
  configWatch: 500,
  configRetry: 5000,
  baseUpdate: 3_600_000,
  retirement: 3_600_000,
  forgetting: 3_600_000,
  webhookRetry: 1000,
};
