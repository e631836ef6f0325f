import { hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { GuardError, isObject, tryParseJson } from '@mcp-guard/core';
import { readPrivate, writePrivate } from '@mcp-guard/core/private-file';
import type { FoundIssue } from './rule.js';

const MAX_ACCEPTED = 10_000;
const HASH_LENGTH = 64;
/** A hash with its quotes, comma and indentation, and the rest of the file. */
const MAX_BYTES = MAX_ACCEPTED * (HASH_LENGTH + 16) + 1024;

/** Findings that a person accepts. */
export interface Baseline {
  has(finding: FoundIssue): boolean;
  /** Why the file is not used; then nothing is accepted. */
  readonly problem: string | undefined;
}

/** A file that was altered accepts nothing, and stays as it is. @param path of the file in the home */
export function readBaseline(path: string): Baseline {
  try {
    const accepted = new Set(readHashes(path));
    return { has: (finding) => accepted.has(hashOf(finding)), problem: undefined };
  } catch (error) {
    const problem = `no finding is accepted: ${GuardError.from(error).message}`;
    return { has: () => false, problem };
  }
}

function readHashes(path: string): readonly string[] {
  const text = readPrivate(path, MAX_BYTES);
  if (text === undefined) return [];
  const kept = tryParseJson(text);
  const { accepted, check } = isObject(kept) ? kept : {};
  const hashes = Array.isArray(accepted) ? accepted.filter((each) => typeof each === 'string') : [];
  if (check === checkOf(hashes)) return hashes;
  throw new GuardError('CONFIG_INVALID', `${path} was altered`, {
    hint: 'remove it, then: mcp-guard scan --accept',
  });
}

/** Adds to what is accepted. Throws CONFIG_INVALID if the file was altered, or there is too much of it. */
export function writeBaseline(path: string, findings: readonly FoundIssue[]): void {
  const accepted = [...new Set([...readHashes(path), ...findings.map(hashOf)])].toSorted();
  if (accepted.length > MAX_ACCEPTED) {
    throw new GuardError('CONFIG_INVALID', `more than ${MAX_ACCEPTED} findings cannot be accepted`);
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writePrivate(path, `${JSON.stringify({ accepted, check: checkOf(accepted) }, undefined, 2)}\n`);
}

/** The line is left out: a finding stays the same when lines are added above it. */
const hashOf = ({ rule, client, file, server, why }: FoundIssue): string =>
  hash('sha256', JSON.stringify([rule, client, file, server, why]));

const checkOf = (hashes: readonly string[]): string => hash('sha256', `accepted by a person\n${hashes.join('\n')}`);
