import { isGuarded } from '../guarded.js';
import { canMeet } from '../neighbours.js';
import { NONE, type Place, type ScanRule } from '../rule.js';

export const ambiguousName: ScanRule = {
  id: 'ambiguous-name',
  severity: 'medium',
  title: 'a name under which another server is configured elsewhere',
  checkServer({ file, server, others }) {
    const self = { file, server };
    const same = others.namedAs(server.name);
    const first = same.find((place) => place.server === server || canMeet(place, self));
    if (!first || first.server === server || startOf(first) === startOf(self)) return NONE;
    if (isGuarded(first) && isGuarded(self)) return NONE; // the guard tells them apart
    const why = `${first.file.client} starts something else under this name`;
    return [{ why, fix: { words: 'rename one of them, or let the guard name each:', command: 'mcp-guard init' } }];
  },
};

const startOf = ({ server: { run } }: Place): string =>
  JSON.stringify(run.kind === 'stdio' ? [run.command, ...run.args] : run.kind === 'remote' ? run.url : null);
