import { showText } from '../../output/show-text.js';
import { toWhere, type DefinitionText } from '../live/definitions.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

const URL_START = /(?<![\w-])(?:https?|wss?|ftp):\/\/([^\s/?#"'`<>()[\]{}\\]{1,253})/i;
/** Reserved names without an owner (RFC 2606), and this machine. */
const UNOWNED = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$|^127\./;
/** Texts written to be read; elsewhere a URL serves its purpose. */
const PROSE: ReadonlySet<unknown> = new Set(['description', 'title', 'instructions']);

export const urlInDefinition: LiveRule = {
  id: 'url-in-definition',
  severity: 'low',
  title: 'a web address in a description, which a model may be led to',
  check: inEach(({ title, texts }) => {
    for (const each of texts) {
      const host = isProse(each) ? hostIn(each.text) : undefined;
      if (host === undefined) continue;
      const why = `${title} leads to ${showText(host)} in ${toWhere(each)}`;
      return { why, fix: 'see whether the server has a reason to send a model there' };
    }
    return undefined;
  }),
};

const isProse = ({ path }: DefinitionText): boolean => PROSE.has(path.at(-1));

function hostIn(text: string): string | undefined {
  const host = URL_START.exec(text)?.[1]?.toLowerCase();
  return host === undefined || UNOWNED.test(host.replace(/:\d{1,5}$/, '')) ? undefined : host;
}
