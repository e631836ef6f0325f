import { NONE, type ScanRule } from '../rule.js';
import { findSecrets } from '../secrets.js';

export const plainSecret: ScanRule = {
  id: 'plain-secret',
  severity: 'high',
  title: 'a secret in plain text in `env`, `headers` or the URL',
  checkServer({ file, server }) {
    if (file.scope === 'project') return NONE; // `committed-secret`
    return findSecrets(server, ['entry', 'env', 'headers', 'url']).map(({ title, where }) => ({
      why: `${title} stands in ${where}`,
      fix: { words: 'refer to a variable, or let the guard keep it:', command: 'mcp-guard init' },
    }));
  },
};
