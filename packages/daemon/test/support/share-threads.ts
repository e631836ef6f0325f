import type { Config } from '@mcp-guard/policy';
import { afterAll } from 'vitest';
import { LargeMessages } from '../../src/large/large-messages.js';

export interface SharedThreads {
  readonly large: LargeMessages;
  /** The one in force. */
  config: Config;
}

/** Threads for the large messages of all tests of a file: starting one takes longer than what a test does in it. */
export function shareThreads(config: Config): SharedThreads {
  const program = new URL('../../dist/large/worker.js', import.meta.url);
  const shared: SharedThreads = { config, large: new LargeMessages(program, () => shared.config, '00') };
  afterAll(() => shared.large.close());
  return shared;
}
