import type { ScanRule } from '../rule.js';
import { findSecrets } from '../secrets.js';

export const secretInArgs: ScanRule = {
  id: 'secret-in-args',
  severity: 'high',
  title: 'a secret in the command or its arguments, which every process of the machine can read',
  checkServer: ({ server }) =>
    findSecrets(server, ['command', 'args']).map(({ title, where }) => ({
      why: `${title} stands in ${where}, so the list of processes shows it`,
      fix: 'give it to the server in env, by reference',
    })),
};
