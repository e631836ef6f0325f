import { GuardError } from '@mcp-guard/core';
import { ok, type Check } from '../check.js';
import { findMachineProblems } from '../machine-problems.js';

/** This machine has what the configuration needs: programs, certificates, files and the passphrase. */
export const machine: Check = {
  id: 'machine',
  run({ loaded, paths }) {
    if (loaded instanceof GuardError) return [];
    const problems = findMachineProblems(loaded.config, paths);
    if (problems.length === 0) return ok('every server can start, and every file of the configuration can be used');
    return problems.map(({ place, what, help }) => ({ state: 'fail', what: `${place}: ${what}`, fix: help }));
  },
};
