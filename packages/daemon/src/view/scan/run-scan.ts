import { execFile } from 'node:child_process';
import { isObject, parseJson, type JsonValue, type ScanFinding } from '@mcp-guard/core';

const TIMEOUT = 60_000;
const MAX_OUTPUT = 4 * 2 ** 20;
const MAX_FINDINGS = 1000;
/** What the command needs of the daemon's environment: where this user keeps things. */
const PASSED = ['HOME', 'PATH', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'APPDATA', 'MCP_GUARD_HOME', 'USER', 'LANG'];

export interface Scanned {
  readonly findings: readonly ScanFinding[];
  readonly files: number;
}

/**
 * Runs `scan` as a command of its own, without a shell: it reads files of other programs, and the daemon does not.
 * Rejects with words for people.
 * @param program the compiled command line
 */
export const runScan = (program: string, env: NodeJS.ProcessEnv): Promise<Scanned> =>
  new Promise((resolve, reject) => {
    const passed = Object.fromEntries(PASSED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
    const options = {
      env: passed,
      cwd: env['HOME'] ?? '/',
      timeout: TIMEOUT,
      maxBuffer: MAX_OUTPUT,
      encoding: 'utf8',
    } as const;
    // What it finds makes it end with 1, as CI wants it; what it prints is whole all the same.
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
  const { findings, files } = report;
  if (!Array.isArray(findings) || typeof files !== 'number') throw new Error('no report');
  return { findings: findings.slice(0, MAX_FINDINGS).map(toFinding), files };
}

function toFinding(value: JsonValue): ScanFinding {
  const finding = isObject(value) ? value : {};
  const text = (name: string): string => {
    const given = finding[name];
    return typeof given === 'string' || typeof given === 'number' ? String(given) : '';
  };
  const server = text('server');
  const what = `${server === '' ? 'the file' : server} ${text('why')}`;
  return {
    rule: text('rule'),
    severity: text('severity'),
    place: `${text('file')}:${text('line')}`,
    what,
    fix: text('fix'),
  };
}
