import { hintText, safe } from '@mcp-guard/core';
import { LEVELS, type ReportFormat } from './report.js';

/** Workflow commands, which GitHub shows beside the lines of a pull request. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export const github: ReportFormat = {
  id: 'github',
  write: ({ findings, unread, live }) =>
    [
      ...findings.map(({ rule, severity, client, server, file, line, column, why, fix }) => {
        const level = LEVELS[severity];
        const place = { file, line, col: column, title: `${severity}: ${rule}` };
        return toCommand(level === 'note' ? 'notice' : level, place, `${server ?? client}: ${why}; ${hintText(fix)}`);
      }),
      ...unread.map(({ file, line, column, why }) =>
        toCommand('warning', { file, line, col: column, title: 'not read' }, why),
      ),
      ...(live?.unasked ?? []).map(({ file, line, column, server, why }) =>
        toCommand('notice', { file, line, col: column, title: 'not asked' }, `${server} ${why}`),
      ),
    ].join('\n'),
};

function toCommand(
  level: 'error' | 'warning' | 'notice',
  place: Readonly<Record<string, string | number | undefined>>,
  text: string,
): string {
  const properties = Object.entries(place).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${level} ${properties.join(',')}::${escapeData(safe(text, 400))}`;
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
