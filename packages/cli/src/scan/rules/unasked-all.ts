import { NONE, type ScanRule } from '../rule.js';

export const unaskedAll: ScanRule = {
  id: 'unasked-all',
  severity: 'high',
  title: 'a server all of whose tools are called without asking (`trust: true`, `autoApprove: ["*"]`)',
  checkServer: ({ server: { unasked } }) =>
    unasked === true
      ? [{ why: 'all of its tools are called without asking you', fix: 'let the client ask, or name harmless tools' }]
      : NONE,
};
