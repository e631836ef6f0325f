import { NONE, type ScanRule } from '../rule.js';
import { findSecrets } from '../secrets.js';

export const committedSecret: ScanRule = {
  id: 'committed-secret',
  severity: 'critical',
  title: 'a secret in plain text in a file of a project, where version control spreads it',
  checkServer({ file, server }) {
    if (file.scope !== 'project') return NONE;
    return findSecrets(server, ['entry', 'env', 'headers', 'url', 'command', 'args']).map(({ title, where }) => ({
      why: `${title} stands in ${where}, and the file belongs to a project`,
      fix: 'revoke it, and refer to a variable instead',
    }));
  },
};
