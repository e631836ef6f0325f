import type { AuditEntry } from '@mcp-guard/store';

/** Size of a row beside its texts: the hash and the numbers. */
const ROW_BYTES = 150;
const PAGE = 4096;

/** Bytes that a row takes up, in whole pages: a row that is longer than half a page has it for itself. */
export function sizeOf(entry: AuditEntry): number {
  const { session, actor, server, method, target, rpcId, code, rule, detail, findings } = entry;
  let bytes = ROW_BYTES;
  for (const text of [session, actor, server, method, target, rpcId, code, rule, detail, findings])
    if (text !== null) bytes += Buffer.byteLength(text);
  return bytes > PAGE ? Math.ceil(bytes / PAGE) * PAGE : Math.ceil(PAGE / Math.floor(PAGE / bytes));
}
