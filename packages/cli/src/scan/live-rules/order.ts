import { isOrder, scan, TYPES } from '@mcp-guard/detectors';
import { showText } from '../../output/show-text.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

/** As sure as an order must be for the guard to report it. */
const THRESHOLD = 0.7;

export const order: LiveRule = {
  id: 'order',
  severity: 'critical',
  title: 'an order to the model in what a server declares about itself, its tools, prompts or resources',
  check: inEach(({ title, entry }) => {
    const found = scan(entry, { threshold: THRESHOLD, skipNetwork: true }).find(({ type }) => isOrder(type));
    if (!found) return undefined;
    const why = `${title} has ${TYPES.get(found.type)?.title ?? found.type} in ${showText(found.path.join('.'))}`;
    return { why, fix: 'read what it says, and remove this server' };
  }),
};
