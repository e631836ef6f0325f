import { findCredentials, TYPES } from '@mcp-guard/detectors';
import { showText } from '../../output/show-text.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

export const secretInDefinition: LiveRule = {
  id: 'secret-in-definition',
  severity: 'high',
  title: 'a secret in what a server declares about itself, its tools, prompts or resources',
  check: inEach(({ title, entry }) => {
    const [found] = findCredentials(entry);
    if (!found) return undefined;
    const why = `${title} has ${TYPES.get(found.type)?.title ?? found.type} in ${showText(found.path.join('.'))}`;
    return { why, fix: 'withdraw it where it was issued, and ask who wrote the server' };
  }),
};
