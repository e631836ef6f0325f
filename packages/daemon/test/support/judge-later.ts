import { readStrict } from '@mcp-guard/core';
import { PASS, type Interceptor, type Verdict, Pipeline } from '@mcp-guard/rules';
import { FREE, UNUSED } from '../../../rules/test/support/pipeline.js';
import type { SessionParts } from '../../src/session/session-parts.js';

/** A verdict that comes when the test says so. */
export interface LaterVerdict {
  /** Has so much to do that the thread of all sessions gives the message away. */
  readonly interceptors: readonly Interceptor[];
  /** The other thread, which waits for `decide`. */
  readonly large: SessionParts['large'];
  decide(verdict: Verdict): void;
}

/** @param method of the requests that are judged later */
export function judgeLater(method: string): LaterVerdict {
  const { promise, resolve } = Promise.withResolvers<Verdict>();
  const heavy: Interceptor = {
    name: 'heavy',
    toServer(message, { onWork }) {
      if ('method' in message && message.method === method) onWork?.(Infinity);
      return PASS;
    },
  };
  const large: SessionParts['large'] = {
    async read(line) {
      const message = readStrict(line, 100);
      if (message.kind === 'malformed' || message.kind === 'batch') return message;
      return {
        kind: 'large',
        message,
        async judge(direction, context) {
          const verdict = await promise;
          const interceptors: readonly Interceptor[] = [{ name: 'judge', [direction]: () => verdict }];
          return new Pipeline({ interceptors, maxDepth: 100, ...UNUSED }).run(direction, message, context, FREE);
        },
        release: () => undefined,
      };
    },
  };
  return { interceptors: [heavy], large, decide: resolve };
}
