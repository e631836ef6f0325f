import { GuardError, safeJson } from '@mcp-guard/core';
import { toIsoTime, type AuditReader } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';

interface VerifyOptions {
  /** A head that was kept elsewhere. */
  readonly expect?: string;
  readonly json?: true;
}

/** Checks the chain of the whole record; ends with 1 if it is broken. Throws USAGE if what is expected is no head. */
export function verify(record: AuditReader, { expect, json }: VerifyOptions, { print, setExit }: CommandTools): void {
  if (expect !== undefined && !/^\d{1,15}:[0-9a-f]{64}$/.test(expect)) {
    throw new GuardError('USAGE', '--expect is a head as --verify prints it: a number, a colon and 64 digits');
  }
  const { ok, count, head, lastAt, problem } = record.verify(expect);
  if (!ok) setExit(1);
  if (json) {
    const last = lastAt === null ? null : toIsoTime(lastAt);
    return print(safeJson({ ok, rows: count, head, last, problem: problem ?? null, setAside: record.setAside }));
  }
  print(`rows: ${count}\nhead: ${head}\nlast: ${lastAt === null ? 'none' : toIsoTime(lastAt)}`);
  for (const name of record.setAside) {
    print(`set aside: the record lacks what journal/${name} holds: others had changed it, as a row of kind gap says`);
  }
  print(ok ? 'the chain holds' : `the chain is broken: ${problem ?? ''}`);
}
