import { commandLine } from '@mcp-guard/core';
import { NONE, type ScanRule } from '../rule.js';

const READ_BY_OTHERS = 0o004;

export const readableByOthers: ScanRule = {
  id: 'readable-by-others',
  severity: 'medium',
  title: 'a file of yours that every user of the machine can read',
  checkFile: ({ scope, mode, path }) =>
    scope === 'user' && mode !== undefined && (mode & READ_BY_OTHERS) !== 0
      ? [{ why: 'every user of this machine can read the file', fix: { command: commandLine('chmod 600', path) } }]
      : NONE,
};
