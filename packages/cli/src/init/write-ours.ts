import { GuardError } from '@mcp-guard/core';
import type { FileRecord, UndoLog } from './undo-log.js';
import { CannotReplace, replaceFile } from '@mcp-guard/core/text-file';

/** Writes a file of our own, after the undo log has its old text. @param before nothing if there is no file */
export function writeOurs(
  undoLog: UndoLog,
  path: string,
  before: string | undefined,
  text: string,
): FileRecord | undefined {
  if ((before ?? '') === text) return undefined;
  const record = undoLog.begin({ client: undefined, path, entries: [] }, before, text);
  try {
    replaceFile(path, before, text);
    return record;
  } catch (error) {
    undoLog.forget(record);
    if (error instanceof CannotReplace) throw new GuardError('CONFIG_INVALID', `${path}: ${error.message}`);
    throw error;
  }
}
