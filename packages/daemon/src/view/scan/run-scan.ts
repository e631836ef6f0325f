import { execFile } from 'node:child_process';
import { isObject, parseJson, safe, type Hint, type JsonValue, type ScanFinding, type ScanView } from '@mcp-guard/core';
import { forRecord } from '@mcp-guard/detectors';

const TIMEOUT = 60_000;
const MAX_OUTPUT = 4 * 2 ** 20;
const MAX_FINDINGS = 1000;
/** Characters of one text. */
const MAX_TEXT = 1000;
/** The command needs these of the daemon's environment: they say where this user keeps things. */
const PASSED = /^(?:HOME|PATH|USER|LANG|APPDATA|XDG_\w+|MCP_GUARD_(?:HOME|CONFIG))$/;

export type Scanned = Pick<ScanView, 'findings' | 'accepted' | 'baselineProblem' | 'files'>;

/**
 * Runs `scan` as a command of its own, without a shell: it reads files of other programs, and the daemon does not.
 * Rejects with words for people.
 * @param program the compiled command line
 */
export const runScan = (program: string, env: NodeJS.ProcessEnv): Promise<Scanned> =>
  new Promise((resolve, reject) => {
    const passed = Object.fromEntries(Object.entries(env).filter(([name]) => PASSED.test(name)));
    const options = {
      env: passed,
      cwd: env['HOME'] ?? '/',
      timeout: TIMEOUT,
      maxBuffer: MAX_OUTPUT,
      encoding: 'utf8',
    } as const;
    // Findings make it end with 1, as CI wants it; its output is whole all the same.
    const child = execFile(process.execPath, [program, 'scan', '--format', 'json'], options, (error, stdout) => {
      try {
        resolve(parseReport(parseJson(stdout)));
      } catch {
        reject(
          new Error(
            error?.killed === true ? 'it took longer than a minute' : `it ended with ${child.exitCode ?? 'a signal'}`,
          ),
        );
      }
    });
    child.stdin?.end();
  });

/** Throws for anything else than a report. */
export function parseReport(report: JsonValue): Scanned {
  if (!isObject(report)) throw new Error('no report');
  const { findings, accepted, baselineProblem, files } = report;
  if (!Array.isArray(findings) || typeof accepted !== 'number' || typeof files !== 'number')
    throw new Error('no report');
  return {
    findings: findings.slice(0, MAX_FINDINGS).map(toFinding),
    accepted,
    baselineProblem: baselineProblem === null ? null : toText(baselineProblem),
    files,
  };
}

/** Throws for anything else than a finding. Its texts have passed the escaper of the command; they are cut here. */
function toFinding(value: JsonValue): ScanFinding {
  if (!isObject(value)) throw new Error('no finding');
  const { rule, severity, file, line, client, server, why, fix } = value;
  if (typeof line !== 'number') throw new Error('no finding');
  const whose = [toText(client), ...(server === null ? [] : [`server ${toText(server)}`])].join(', ');
  const what = `${whose}: ${toText(why)}`;
  return { rule: toText(rule), severity: toText(severity), place: `${toText(file)}:${line}`, what, fix: toHint(fix) };
}

function toHint(value: JsonValue | undefined): Hint {
  if (!isObject(value)) return toText(value);
  const { command, words } = value;
  return { command: toText(command), ...(words !== undefined && { words: toText(words) }) };
}

function toText(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new Error('no finding');
  return safe(forRecord(value, MAX_TEXT), MAX_TEXT + 64);
}
