import { GuardError, type JsonValue } from '@mcp-guard/core';
import { BUILT_IN } from '@mcp-guard/policy';
import { markerOf } from '../content/redactions.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';

const OPEN = '[REDACTED:';

/**
 * Refuses messages that would write a marker of ours back: a file that is read with a marker
 * in it and then saved loses the original for good.
 */
export const markers: CreateInterceptor = () => ({
  name: 'markers',
  toServer(message, { markers: given = [] }) {
    if (given.length === 0) return PASS;
    const type = findMarker(message.value, given.filter(markerOf)); // Hidden text leaves none behind.
    if (type === undefined) return PASS;
    return block(
      new GuardError(
        'CONTENT_BLOCKED',
        `the message holds ${markerOf(type)}, which mcp-guard has put into a response in place of the original; ` +
          'writing it back would destroy the original',
        { rule: BUILT_IN, data: { type } },
      ),
    );
  },
});

/** The type of a marker that stands in any string or key. Recursive: the depth was checked. */
function findMarker(value: JsonValue, given: readonly string[]): string | undefined {
  if (typeof value === 'string')
    return value.includes(OPEN) ? given.find((type) => value.includes(markerOf(type))) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const type = findMarker(key, given) ?? findMarker(child, given);
    if (type !== undefined) return type;
  }
  return undefined;
}
