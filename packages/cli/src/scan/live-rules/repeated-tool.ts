import { count } from '../../output/count.js';
import { showText } from '../../output/show-text.js';
import type { AskedServer } from '../live/ask-servers.js';
import { nameOf } from '../live/definitions.js';
import type { LiveRule } from '../live/live-rule.js';

export const repeatedTool: LiveRule = {
  id: 'repeated-tool',
  severity: 'medium',
  title: 'a tool whose name another server of the same client offers too',
  check({ asked, tools }) {
    const shared = new Map<AskedServer, string[]>();
    for (const name of new Set(asked.answer.tools.map(nameOf))) {
      const [first] = tools.byOthers(name, asked);
      if (first) shared.set(first, [...(shared.get(first) ?? []), name]);
    }
    return [...shared].map(([other, [name = '', ...more]]) => ({
      why: `its tool ${showText(name)}${more.length === 0 ? '' : ` and ${count(more.length, 'other')}`} can be taken for that of ${showText(other.server.name)}`,
      fix: 'keep one of them, or hide the tools of the other in the guard’s policy',
    }));
  },
};
