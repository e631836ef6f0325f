import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SUITE = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));

/** What the suite says of a scenario in which everything it checks is as it should be. */
export const PASSED: RegExp = /^Passed: (\d+)\/\1, 0 failed, 0 warnings\s+\S+ OVERALL: PASSED$/mu;

/** Plays a scenario of the suite with a client of this folder; all that it says, with its verdict in the last lines. */
export function runScenario(client: string, scenario: string, revision: string): Promise<string> {
  const command = `"${process.execPath}" "${fileURLToPath(new URL(`clients/${client}`, import.meta.url))}"`;
  const scope = ['--scenario', scenario, '--spec-version', revision, '--timeout', '60000'];
  return runSuite('client', '--command', command, ...scope);
}

/** The names of its scenarios for clients. */
export async function listScenarios(): Promise<readonly string[]> {
  const lines = (await runSuite('list', '--client')).split('\n');
  return lines.flatMap((line) => /^ +- (\S+) \[/u.exec(line)?.[1] ?? []);
}

const runSuite = (...args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, [SUITE, ...args], (_, stdout, stderr) => resolve(stdout + stderr));
  });
