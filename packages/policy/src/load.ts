import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { absolute, GuardError, type GuardPaths } from '@mcp-guard/core';
import { isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { ConfigError, ProblemList } from './problems.js';
import { configSchema, type Config } from './schema.js';
import { readTrusted } from './trusted-file.js';
import { expandVariables, readVariables, type Variables } from './variables.js';

const MAX_CONFIG_BYTES = 1_048_576;
const MAX_ALIASES = 100;

export interface FindOptions {
  /** `--config` */
  readonly named: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly paths: GuardPaths;
  /** A person typed the command here; a folder that a client happens to be in decides nothing. */
  readonly typed: boolean;
}

/** The configuration file that counts, absolute. It need not exist. */
export function findConfig({ named, env, cwd, paths, typed }: FindOptions): string {
  const chosen = named ?? env['MCP_GUARD_CONFIG'];
  if (chosen) return absolute(chosen, cwd);
  const local = resolve(cwd, 'mcp-guard.yaml');
  return typed && existsSync(local) ? local : paths.config;
}

export interface LoadOptions {
  /** Absolute. */
  readonly path: string;
  readonly secrets: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Reads and checks a configuration as a whole. Throws a `ConfigError` that names every problem. */
export function loadConfig({ path, secrets, env }: LoadOptions): Config {
  const text = readTrusted(path, MAX_CONFIG_BYTES);
  if (text === undefined) {
    throw new GuardError('CONFIG_INVALID', `there is no configuration at ${path}`, {
      hint: 'see mcp-guard.example.yaml',
    });
  }
  return parseConfig(text, path, readVariables(secrets, env));
}

/** @param file how problems name the text */
export function parseConfig(text: string, file: string, variables: Variables): Config {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    version: '1.2',
    uniqueKeys: isSameKey,
  });
  const problems = new ProblemList(file, document, counter);
  for (const { pos, message } of [...document.errors, ...document.warnings]) problems.addAtOffset(pos[0], message);
  problems.throwAny();

  checkKeysAndAliases(document, problems);
  const expanded = expandDocument(document, variables, problems);
  problems.throwAny();
  const value = toPlain(document, problems) ?? {};
  problems.throwAny();

  let result = configSchema.safeParse(value);
  if (!result.success && convertExpanded(document, result.error.issues, expanded)) {
    result = configSchema.safeParse(toPlain(document, problems));
  }
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.addIssue(issue, configSchema);
  throw new ConfigError(problems.lines);
}

function toPlain(document: Document, problems: ProblemList): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    problems.addAtOffset(0, `the file has more than ${MAX_ALIASES} aliases`);
    return undefined;
  }
}

/** `1` and `"1"` become the same key of an object. */
const isSameKey = (a: unknown, b: unknown): boolean =>
  isScalar(a) && isScalar(b) && String(a.value) === String(b.value);

function checkKeysAndAliases(document: Document, problems: ProblemList): void {
  const anchors = new Set<string>();
  visit(document, {
    Pair(_, { key }) {
      const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      if (!isScalar(key)) problems.addAtOffset(at, 'a key is plain text');
      // zod's records skip this key silently; here nothing is ignored.
      else if (key.value === '__proto__') problems.addAtOffset(at, '__proto__ cannot be a key');
    },
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, { source, range }) {
      if (!anchors.has(source)) problems.addAtOffset(range?.[0] ?? 0, `nothing before has the anchor &${source}`);
    },
  });
}

/** Expands after parsing and in values only, so that a variable cannot add structure. Returns what it changed. */
function expandDocument(document: Document, variables: Variables, problems: ProblemList): Set<unknown> {
  const expanded = new Set<unknown>();
  visit(document, {
    Scalar(role, node) {
      if (role === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return;
      const at = node.range?.[0] ?? 0;
      node.value = expandVariables(node.value, variables, (what) => problems.addAtOffset(at, what));
      expanded.add(node);
    },
  });
  return expanded;
}

/** `max_depth: ${DEPTH}` is a number where the schema does not take text. */
function convertExpanded(document: Document, issues: readonly z.core.$ZodIssue[], expanded: Set<unknown>): boolean {
  let converted = false;
  for (const issue of issues) {
    const node = document.getIn(issue.path, true);
    if (!isScalar(node) || !expanded.has(node) || typeof node.value !== 'string') continue;
    if (node.value === 'true' || node.value === 'false') node.value = node.value === 'true';
    else if (/^\d{1,15}(\.\d{1,9})?$/.test(node.value)) node.value = Number(node.value);
    else continue;
    converted = true;
  }
  return converted;
}
