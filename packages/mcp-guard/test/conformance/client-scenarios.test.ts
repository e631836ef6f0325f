import { describe, expect, it } from 'vitest';
import { drawShare } from '../../../core/test/support/rounds.ts';
import { listScenarios, PASSED, runScenario } from './run-scenario.ts';

/** The suite's scenarios for clients of which the guard, as the client of a server over HTTP, can make or break something. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  '2026-07-28': [
    'tools_call',
    'request-metadata',
    'sep-2322-client-request-state',
    'http-standard-headers',
    'http-custom-headers',
    'http-invalid-tool-headers',
    'json-schema-ref-no-deref',
    'json-schema-2020-12-preservation',
  ],
  '2025-11-25': [
    'initialize',
    'tools_call',
    'elicitation-sep1034-client-defaults',
    'sse-retry',
    'json-schema-2020-12-preservation',
  ],
};

/** By how they begin: why they are not played here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'auth/': 'those that apply are played by login-scenarios.test.ts',
  'sep-2640-': 'an extension: what a client does with the skills of a server, behind the guard or not',
};

const isDrawn = drawShare(8);
const all = Object.entries(SCENARIOS).flatMap(([revision, names]) => names.map((name) => ({ name, revision })));

describe('a client of the conformance suite behind the guard', () => {
  it.concurrent.each(all.filter((_, index) => isDrawn(index)))(
    'passes $name of $revision',
    async ({ name, revision }) => {
      expect(await runScenario('guard-scenario.ts', name, revision)).toMatch(PASSED);
    },
  );

  it('has every scenario of the suite that is not left out for a reason', async () => {
    const listed = (await listScenarios()).filter(
      (name) => !Object.keys(LEFT_OUT).some((begin) => name.startsWith(begin)),
    );
    expect(listed.toSorted()).toEqual([...new Set(all.map(({ name }) => name))].toSorted());
  });
});
