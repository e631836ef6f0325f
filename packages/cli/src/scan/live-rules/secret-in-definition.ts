import { groupsOf, scan, TYPES } from '@mcp-guard/detectors';
import { showText } from '../../show-text.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

/** As the guard itself takes it. */
const THRESHOLD = 0.8;

export const secretInDefinition: LiveRule = {
  id: 'secret-in-definition',
  severity: 'high',
  title: 'a secret in what a server says of itself, its tools, prompts or resources',
  check: inEach(({ title, entry }) => {
    const found = scan(entry, { threshold: THRESHOLD, skipNetwork: true }).find(({ group }) =>
      groupsOf(group).includes('secret'),
    );
    if (!found) return undefined;
    const why = `${title} has ${TYPES.get(found.type)?.title ?? found.type} in ${showText(found.path.join('.'))}`;
    return { why, fix: 'withdraw it where it was issued, and ask who wrote the server' };
  }),
};
