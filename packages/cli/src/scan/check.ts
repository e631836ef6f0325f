import { mask } from '@mcp-guard/detectors';
import type { ClientServer } from '../clients/client-format.js';
import { createNeighbours } from './neighbours.js';
import { RULES } from './registry.js';
import {
  SEVERITIES,
  type FoundIssue,
  type Issue,
  type Neighbours,
  type ScanRule,
  type RuleHead,
  type ScannedFile,
} from './rule.js';

const TOP = { line: 1, column: 1 };

/** Applies the rules to these files; findings come in the order of `sortFindings`. */
export function checkFiles(files: readonly ScannedFile[]): readonly FoundIssue[] {
  const others = createNeighbours(files);
  return sortFindings(files.flatMap((file) => RULES.flatMap((rule) => applyRule(rule, file, others))));
}

/** The worst first, then by place. */
export const sortFindings = (findings: readonly FoundIssue[]): readonly FoundIssue[] =>
  findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column,
  );

function applyRule(rule: ScanRule, file: ScannedFile, others: Neighbours): readonly FoundIssue[] {
  const { servers } = file;
  const ofFile = servers.length > 0 ? (rule.checkFile?.(file) ?? []) : [];
  return [
    ...ofFile.map((issue) => toFinding(rule, file, undefined, issue)),
    ...servers.flatMap((server) =>
      (rule.checkServer?.({ file, server, others }) ?? []).map((issue) => toFinding(rule, file, server, issue)),
    ),
  ];
}

/** A finding of a server, or of its file. */
export function toFinding(
  { id, severity }: RuleHead,
  file: ScannedFile,
  server: ClientServer | undefined,
  { why, fix }: Issue,
): FoundIssue {
  const { line, column } = server?.place ?? TOP;
  const name = server ? mask(server.name) : null;
  return { rule: id, severity, client: file.client, file: file.path, line, column, server: name, why, fix };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
