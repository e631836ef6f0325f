import { setTimeout as delay } from 'node:timers/promises';
import { asNext, commandLine, GuardError, safe } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';
import { foldBelow, foldHint } from '../output/fold-text.js';
import { findRunning } from '../daemon/start-daemon.js';
import { outputWidth } from '../output/table.js';
import type { Check, Examined, CheckResult, CheckState } from './check.js';
import { CHECKS } from './registry.js';

/** Milliseconds for one check. */
const LIMIT = 10_000;
const MAX_TEXT = 500;

/** A result with the check that it is of, as `--json` prints it. */
export interface Report extends CheckResult {
  readonly id: string;
}

/** Looks at everything that can be wrong. A check that fails or hangs is a result like all others. */
export async function runDoctor(
  tools: CommandTools,
  config: string,
  checks: readonly Check[] = CHECKS,
): Promise<readonly Report[]> {
  const examined: Examined = {
    tools,
    config,
    paths: tools.findPaths(config),
    loaded: await tools.load(config).catch((error: unknown) => GuardError.from(error)),
    daemon: await findRunning(tools, config).catch(() => undefined),
  };
  const results = await Promise.all(checks.map((check) => runCheck(check, examined)));
  return results.flat();
}

async function runCheck({ id, run }: Check, examined: Examined): Promise<readonly Report[]> {
  const timer = new AbortController();
  const late = delay(LIMIT, undefined, { signal: timer.signal }).then((): readonly CheckResult[] => {
    throw new GuardError('INTERNAL', `this takes longer than ${LIMIT / 1000} s`);
  });
  try {
    const results = await Promise.race([start(run, examined), late]);
    return results.map((result) => Object.assign({ id }, result));
  } catch (error) {
    const { code, message, hint } = GuardError.from(error);
    const fix = hint ?? { command: commandLine('mcp-guard help errors', code) };
    return [{ id, state: 'fail', what: `${id}: ${message}`, fix }];
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

/** A check that throws at once rejects as well. */
const start = async (run: Check['run'], examined: Examined): Promise<readonly CheckResult[]> => run(examined);

const MARKS: Readonly<Record<CheckState, string>> = { ok: 'ok    ', warn: 'warn  ', fail: 'FAIL  ' };
const BELOW = '      ';

/** Says what was found, and below what to do. Safe to print. @param width columns, by default those of the terminal */
export const describeReports = (reports: readonly Report[], width: number = outputWidth()): string =>
  reports
    .flatMap(({ state, what, fix }) => [
      ...foldBelow(safe(what, MAX_TEXT), width, MARKS[state]),
      ...(fix === undefined ? [] : foldHint(asNext(fix), width, BELOW)),
    ])
    .join('\n');
