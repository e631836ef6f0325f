import { existsSync } from 'node:fs';
import { GuardError, stateFolders, type GuardPaths } from '@mcp-guard/core';
import { HaltFiles } from '@mcp-guard/policy';
import {
  CAP_MINUTES,
  capKey,
  NOTHING_KNOWN,
  toMinute,
  toStanding,
  type KnownState,
  type UserState,
} from '@mcp-guard/rules';
import { definitionOf, isVouchedFor, readSigningKey, type Approval, type RecordedState } from '@mcp-guard/store';
import { readDaemonState } from '../record/open-record.js';
import { findDecision } from './decisions.js';

/** The caller of the explained call, and what decides about it. */
export interface Explained {
  readonly server: string;
  /** As the record names users; nothing if that is not known. */
  readonly user: string | undefined;
  /** Unix milliseconds. */
  readonly now: number;
  /** The client fills in parts of the server's environment. */
  readonly isFilledByClient: boolean;
  readonly passphrase: {
    /** The configuration requires a passphrase. */
    readonly isWanted: boolean;
    /** File of the key that it makes. */
    readonly keyPath: string;
  };
}

/** Reads the recorded state of a daemon. If it cannot be read, that is a gap. */
export function readKnownState(paths: GuardPaths, env: NodeJS.ProcessEnv, explained: Explained): KnownState {
  const known = readRecorded(paths, env, explained);
  const { halt, problem } = new HaltFiles(stateFolders(env)).read();
  return { ...known, isHalted: known.isHalted || halt !== undefined || problem !== undefined };
}

function readRecorded(paths: GuardPaths, env: NodeJS.ProcessEnv, explained: Explained): KnownState {
  if (!existsSync(paths.database)) return unknown('nothing has been recorded yet');
  try {
    const record = readDaemonState(paths, env);
    return record ? toKnownState(record, explained) : unknown('the record was written by another version of mcp-guard');
  } catch (error) {
    return unknown(`the record cannot be read (${GuardError.from(error).message})`);
  }
}

const unknown = (why: string): KnownState => ({
  ...NOTHING_KNOWN,
  gaps: [`${why}: what was used, spent, decided, marked and withheld is left out`],
});

/** The recorded state that decides about a call, as a daemon that starts now would know it. */
export function toKnownState(record: RecordedState, explained: Explained): KnownState {
  const { server, user, now } = explained;
  return {
    now,
    isHalted: record.halt !== undefined,
    markers: record.markers,
    withheld: record.withheld.get(server) ?? [],
    ofUser: user === undefined ? undefined : toUserState(record, { ...explained, user }),
    gaps: user === undefined ? [UNKNOWN_USER] : [],
  };
}

const UNKNOWN_USER =
  'limits, caps and decisions count each user alone: name one with --user, as `mcp-guard logs` shows it';

function toUserState(record: RecordedState, explained: Explained & { readonly user: string }): UserState {
  const { server, user, now, isFilledByClient, passphrase } = explained;
  const approvals = record.approvals.filter((each) => each.actor === user && each.server === server);
  const isSigned = passphrase.isWanted || record.trustedKey !== undefined;
  const signingKey = (): string => readSigningKey(passphrase.keyPath, record.trustedKey);
  const isGiven = (approval: Approval): boolean =>
    !isSigned || isVouchedFor(approval, signingKey, (asked, wish) => toStanding(asked, wish.maxUses, wish.same));
  return {
    bucketOf(key) {
      const counter = record.counters.get(key);
      return counter && { used: counter.used, at: Math.min(counter.at, now) };
    },
    spentOf(cap) {
      if (cap.window === 'session') return 0n;
      const oldest = toMinute(now) - CAP_MINUTES[cap.window];
      const key = capKey(cap, user);
      return record.spent.reduce((sum, { key: of, minute, amount }) => {
        return of === key && minute >= oldest ? sum + amount : sum;
      }, 0n);
    },
    decisionOn: isFilledByClient
      ? undefined
      : (asked) =>
          findDecision(asked, {
            approvals,
            now,
            definitionOf: (tool) => definitionOf(record.shownTools.get(server), tool),
            isGiven,
          }),
  };
}
