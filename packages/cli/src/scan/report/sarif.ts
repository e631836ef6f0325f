import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hintText, safe, safeJsonLines } from '@mcp-guard/core';
import type { FoundIssue, RuleHead, Severity } from '../rule.js';
import { LEVELS, type Level, type ReportFormat, type Unasked, type Unread } from './report.js';

/** As code scanning ranks them: https://docs.github.com/code-security/code-scanning, `security-severity` */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' };

/** SARIF 2.1.0, for code scanning. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif: ReportFormat = {
  id: 'sarif',
  write({ findings, unread, live, version }, rules) {
    const driver = { name: 'mcp-guard', semanticVersion: version, rules: rules.map(toRule) };
    const toolExecutionNotifications = [...unread.map(describeUnread), ...(live?.unasked ?? []).map(describeUnasked)];
    const invocation = { executionSuccessful: true, toolExecutionNotifications };
    const run = {
      tool: { driver },
      invocations: [invocation],
      results: findings.map((finding) => toResult(finding, rules)),
    };
    const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
    return safeJsonLines(JSON.stringify(log, undefined, 2));
  },
};

const toRule = ({ id, severity, title }: RuleHead) => ({
  id,
  shortDescription: { text: title },
  help: { text: `${title}. How each rule is meant, and what to do: docs/scan.md in the package of mcp-guard.` },
  defaultConfiguration: { level: LEVELS[severity] },
  properties: { tags: ['security'], 'security-severity': SCORES[severity] },
});

const toResult = (
  { rule, severity, client, server, file, line, column, why, fix }: FoundIssue,
  rules: readonly RuleHead[],
) => ({
  ruleId: rule,
  ruleIndex: rules.findIndex(({ id }) => id === rule),
  level: LEVELS[severity],
  message: { text: safe(`${server ?? client}: ${why}; ${hintText(fix)}`, 400) },
  locations: [toLocation(file, line, column)],
});

const describeUnread = ({ file, line, column, why }: Unread) =>
  toNotification('warning', `cannot be read: ${why}`, file, line, column);

const describeUnasked = ({ file, line, column, server, why }: Unasked) =>
  toNotification('note', `not asked: ${server} ${why}`, file, line, column);

const toNotification = (level: Level, text: string, file: string, line = 1, column = 1) => ({
  level,
  message: { text: safe(text, 400) },
  locations: [toLocation(file, line, column)],
});

const toLocation = (file: string, startLine: number, startColumn: number) => ({
  physicalLocation: { artifactLocation: { uri: toUri(file) }, region: { startLine, startColumn } },
});

const toUri = (file: string): string =>
  isAbsolute(file) ? pathToFileURL(file).href : file.split(sep).map(encodeURIComponent).join('/');
