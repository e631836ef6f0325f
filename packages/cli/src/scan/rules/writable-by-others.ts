import { commandLine } from '@mcp-guard/core';
import { NONE, type ScanRule, type ScannedFile } from '../rule.js';

const WRITTEN_BY_OTHERS = 0o002;

export const writableByOthers: ScanRule = {
  id: 'writable-by-others',
  severity: 'critical',
  title: 'a file that every user of the machine can change, and so run commands as you',
  checkFile: (file) =>
    isWrittenByOthers(file)
      ? [
          {
            why: 'every user of this machine can change what the client starts',
            fix: { command: commandLine('chmod 600', file.path) },
          },
        ]
      : NONE,
};

export const isWrittenByOthers = ({ mode }: Pick<ScannedFile, 'mode'>): boolean =>
  mode !== undefined && (mode & WRITTEN_BY_OTHERS) !== 0;
