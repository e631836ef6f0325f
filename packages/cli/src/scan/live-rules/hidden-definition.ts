import { canSpeak, findHidden, HIDDEN_KINDS } from '@mcp-guard/detectors';
import { toWhere, type DefinitionText } from '../live/definitions.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

export const hiddenDefinition: LiveRule = {
  id: 'hidden-definition',
  severity: 'critical',
  title: 'hidden text in what a server declares about itself, its tools, prompts or resources',
  check: inEach(({ title, texts }) => {
    const found = texts.flatMap((each) => findHidden(each.text, true).map((hidden) => ({ each, hidden })));
    // One stray mark means nothing, except in a name; many do, also in several texts.
    const strays = found.filter(({ hidden }) => hidden.isStray);
    const length = texts.reduce((sum, { text }) => sum + text.length, 0);
    const first =
      found.find(({ each, hidden }) => !hidden.isStray || (isName(each) && !hidden.isUsual)) ??
      (canSpeak(strays.length, length) ? strays[0] : undefined);
    return (
      first && {
        why: `${title} has ${HIDDEN_KINDS[first.hidden.kind]} in ${toWhere(first.each)}`,
        fix: 'remove this server',
      }
    );
  }),
};

/** The names of tools and of their arguments, and addresses, identify something for others. */
const isName = ({ path, text }: DefinitionText): boolean =>
  path.at(-1) === text || /^(?:name|uri|uriTemplate)$/.test(String(path.at(-1)));
