import { accessSync, constants, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandLine, GuardError, messageOf, type Hint } from '@mcp-guard/core';
import { readPrivate, unusable, writePrivate } from '@mcp-guard/core/private-file';
import {
  agreeOn,
  compare,
  hashOf,
  isSettled,
  parseAgreement,
  type Agreement,
  type AgreedBy,
  type Difference,
  type Premises,
} from './agreement.js';
import { lookOutside, makeFolder } from './state-folder.js';

/** As many servers as a configuration of 1 MB can have. */
const MAX_AGREEMENT_BYTES = 16 * 2 ** 20;
/** Above it, agreements whose home and configuration are gone are forgotten. */
const MAX_KEPT = 256;
const ID_LENGTH = 32;

/** The daemon of a home and a configuration that no person has agreed on. */
const HINT: Hint = { words: 'look at it, and start it yourself in a terminal:', command: 'mcp-guard start -d' };
const HINT_OTHER =
  'look at what it starts, and start it once yourself in a terminal, with that configuration (-c) and home (MCP_GUARD_HOME)';

/**
 * Keeps what people have agreed to run outside of the guard's home: a program that replaces the home does not replace
 * this. There is one folder for each place, since a desktop client lacks the variables of a shell.
 */
export class Agreements {
  readonly #folders: readonly string[];

  /** @param folders `stateFolders`; they need not exist */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** Returns nothing if no agreement is kept, or all is as it was agreed on. Throws if that is unclear. */
  differences(now: Premises): readonly Difference[] {
    const all = this.#folders.flatMap((folder) => differencesIn(folder, now));
    return [...new Map(all.map((each) => [each.what, each])).values()];
  }

  /** Throws POLICY_DENIED if they are not what was agreed on. */
  insist(now: Premises): void {
    const differences = this.differences(now);
    if (differences.length > 0) throw notAgreed(differences, HINT);
  }

  /**
   * Throws POLICY_DENIED if nothing was agreed on for a configuration in the home where bridges look, whatever it says by
   * now. Only the usual folder counts: who names the configuration may name another one, with an agreement in it.
   */
  insistOnKnown(entrance: string, config: string): void {
    const end = `-${idOf(entrance, config)}.json`;
    const [usual = '/'] = this.#folders;
    if (listAgreements(usual).some((name) => name.endsWith(end))) return;
    const message = `a client may start the configuration in ~/.config/mcp-guard by itself, and not ${config} in ${entrance}`;
    if (canWrite(usual)) throw new GuardError('POLICY_DENIED', message, { hint: HINT_OTHER });
    throw new GuardError('POLICY_DENIED', `${message}; an agreement to that cannot be stored in ${usual}`, {
      hint: `make ${dirname(usual)} a folder that you can write to (a volume, in a container): ${HINT_OTHER}`,
    });
  }

  /** Returns the reason for each place that could not remember it. */
  remember(now: Premises, by: AgreedBy): readonly string[] {
    return this.#folders.flatMap((folder) => {
      try {
        rememberIn(folder, now, by);
        return [];
      } catch (error) {
        return [`${folder}: ${messageOf(error)}`];
      }
    });
  }

  /** How a person agreed on the premises; nothing if they are not remembered. */
  howAgreed({ entrance, config, home }: Premises): Pick<Agreement, 'by' | 'at'> | undefined {
    const [first] = this.#folders.flatMap(
      (folder) => readAgreement(join(folder, nameOf(home.path, entrance.path, config))) ?? [],
    );
    return first && { by: first.by, at: first.at };
  }
}

/** Differences that are reported at once. */
const MAX_TOLD = 5;

/** The refusal of what a person has not agreed to. */
export function notAgreed(differences: readonly Difference[], hint: Hint): GuardError {
  const what = differences.slice(0, MAX_TOLD).map((each) => each.what);
  const more = differences.length > MAX_TOLD ? [`${differences.length - MAX_TOLD} more`] : [];
  const message = `this is not what was started last, so it does not start by itself: ${[...what, ...more].join('; ')}`;
  return new GuardError('POLICY_DENIED', message, { hint });
}

/** Agreements of one home stand together; the second half of a name is for the configuration. */
const nameOf = (home: string, entrance: string, config: string): string =>
  `${idOf(home)}-${idOf(entrance, config)}.json`;
const idOf = (...parts: readonly string[]): string => hashOf(...parts).slice(0, ID_LENGTH);

function differencesIn(folder: string, now: Premises): readonly Difference[] {
  const names = listAgreements(folder);
  const own = idOf(now.entrance.path, now.config);
  const ours = names.filter((name) => name.endsWith(`-${own}.json`));
  const ofHome = names.filter((name) => name.startsWith(`${idOf(now.home.path)}-`));
  if (ours.length > 0) {
    const compared = ours.map((name) => compare(insistOn(join(folder, name)), now));
    return compared.find((differences) => differences.length === 0) ?? compared[0] ?? [];
  }
  return ofHome.slice(0, 1).map((name): Difference => {
    const { config } = insistOn(join(folder, name));
    return { kind: 'place', what: `the home was started with another configuration before: ${config}` };
  });
}

function insistOn(path: string): Agreement {
  const agreement = readAgreement(path);
  if (!agreement) throw unusable(path, 'does not say what was agreed on', { command: commandLine('rm', path) });
  return agreement;
}

function readAgreement(path: string): Agreement | undefined {
  const text = readPrivate(path, MAX_AGREEMENT_BYTES);
  return text === undefined ? undefined : parseAgreement(text);
}

/** Throws if any other user may have written into a folder. */
function listAgreements(folder: string): readonly string[] {
  const stat = lookOutside(folder, 'it is not known what was agreed on');
  if (!stat) return [];
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0)
    throw unusable(folder, 'is not a folder of this user alone', { command: commandLine('chmod 700', folder) });
  return readdirSync(folder).filter((name) => name.endsWith('.json'));
}

function rememberIn(folder: string, now: Premises, by: AgreedBy): void {
  makeFolder(folder);
  const names = listAgreements(folder);
  const name = nameOf(now.home.path, now.entrance.path, now.config);
  const path = join(folder, name);
  const before = readAgreement(path);
  if (!before || !isSettled(before, now)) writePrivate(path, `${JSON.stringify(agreeOn(now, by), null, 1)}\n`);
  const own = `-${idOf(now.entrance.path, now.config)}.json`;
  const replaced = names.filter((other) => other !== name && other.endsWith(own)); // of the home that it had before
  for (const other of replaced) rmSync(join(folder, other), { force: true });
  if (names.length > MAX_KEPT) forgetGone(folder, names);
}

function canWrite(folder: string): boolean {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Agreements of homes that are gone are removed: tests make many. */
function forgetGone(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const agreement = readAgreement(join(folder, name));
    const isGone = agreement && !existsSync(agreement.entrance.path) && !existsSync(agreement.config);
    if (isGone) rmSync(join(folder, name), { force: true });
  }
}
