import { member, type JsonEdit, LIST_TOOLS } from '@mcp-guard/core';
import { nameOf } from '../content/withheld/withhold.js';
import { PASS, type CreateInterceptor } from '../interceptor.js';
import { readHeaderAnnotations } from './header-annotations.js';

/** Tools that a note names. */
const MAX_NAMED = 10;

/**
 * Leaves tools out of a list whose annotations ask for headers that HTTP cannot carry: the client of a server over HTTP must
 * (SEP-2243), and that is the guard. Their calls are refused by the end of the server, which knows what the session was shown.
 */
export const invalidHeaders: CreateInterceptor = ({ config, server, pii }) => {
  if (config.servers[server]?.transport !== 'streamable-http') return undefined;
  return {
    name: 'invalid headers',
    toClient(message, { answers }) {
      if (message.kind !== 'result' || answers?.method !== LIST_TOOLS || !answers.modern) return PASS;
      const tools = message.result['tools'];
      if (!Array.isArray(tools)) return PASS;
      const invalid = tools.flatMap((tool, index) => {
        const { fault } = readHeaderAnnotations(member(tool, 'inputSchema'));
        return fault === undefined ? [] : [{ index, fault, name: member(tool, 'name') }];
      });
      if (invalid.length === 0) return PASS;
      const edits = invalid.map(({ index }): JsonEdit => ({ path: ['result', 'tools', index], value: undefined }));
      const named = invalid
        .slice(0, MAX_NAMED)
        .map(({ name, index, fault }) => `${nameOf(name, index, pii)} (${fault})`);
      const more = invalid.length > MAX_NAMED ? ` and ${invalid.length - MAX_NAMED} more` : '';
      return {
        kind: 'rewrite',
        edits,
        note: `withheld ${invalid.length} of ${tools.length} tools: ${named.join(', ')}${more}`,
      };
    },
  };
};
