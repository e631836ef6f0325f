import { findHiddenText, HIDDEN_KINDS } from '@mcp-guard/detectors';
import { toWhere } from '../live/definitions.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

export const hiddenDefinition: LiveRule = {
  id: 'hidden-definition',
  severity: 'critical',
  title: 'characters that nobody sees in what a server says of itself, its tools, prompts or resources',
  check: inEach(({ title, texts }) => {
    for (const each of texts) {
      const [first] = findHiddenText(each.text);
      if (first)
        return { why: `${title} has ${HIDDEN_KINDS[first.kind]} in ${toWhere(each)}`, fix: 'remove this server' };
    }
    return undefined;
  }),
};
