import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { member, parseJson, type GuardPaths } from '@mcp-guard/core';
import {
  fingerprintOf,
  openSqliteOffline,
  openSqliteReader,
  readRecordedState,
  type Proposal,
  type SqliteSource,
} from '@mcp-guard/store';
import { bridgeTo, createHome, guardCommand, type GuardHome } from '../guard-home.js';
import type { Processes } from '../processes.js';
import { SERVER } from './call.js';
import { LIMIT, PRICE, type Evidence } from './faults.js';
import { KillClient, type Answered } from './kill-client.js';

const GONE_MS = 20_000;
const MOST_APPROVALS = 100_000;

/** A home, the calls that go through it, and what was seen of them outside of it. */
export interface Scene {
  readonly home: GuardHome;
  readonly answered: Answered[];
  connect(onAnswer: (answered: Answered) => void): KillClient;
  /** Kills every daemon, until there is none: a bridge may have started a second one beside the first. */
  killDaemons(): Promise<void>;
  /** Approves, as a person does while no daemon runs, every call that waits. */
  approveWaiting(): void;
  /** What is recorded, while no daemon runs. */
  readWithoutDaemon(): Promise<Evidence>;
  /** The same beside a daemon, which has then taken up all that was left. */
  readBesideDaemon(): Promise<Evidence>;
}

export function openScene(processes: Processes): Scene {
  const home = createHome(processes, (paths) => toConfiguration(receivedBy(paths)));
  const received = receivedBy(home.paths);
  const source: SqliteSource = { path: home.paths.database, key: undefined };
  const answered: Answered[] = [];
  const given = new Set<string>();

  const connect = (onAnswer: (answered: Answered) => void): KillClient =>
    new KillClient(processes, bridgeTo(home.paths.home, 'load'), (each) => {
      answered.push(each);
      onAnswer(each);
    });

  function approveWaiting(): void {
    const reader = openSqliteReader(source);
    const waiting = reader.approvals?.list({ decided: false, limit: MOST_APPROVALS }) ?? [];
    reader.close();
    const offline = openSqliteOffline(source);
    try {
      for (const approval of waiting) {
        if (approval.state !== 'pending' || given.has(approval.id)) continue;
        offline.propose(toProposal(approval.id, fingerprintOf(approval)));
        given.add(approval.id);
      }
    } finally {
      offline.close();
    }
  }

  /** What does not need a daemon. */
  function read(lost: Evidence['lost'], taken: Evidence['given']): Evidence {
    const state = readRecordedState(source);
    if (!state) throw new Error('the record has another version');
    const reader = openSqliteReader(source);
    try {
      return {
        received: readLines(received),
        answered,
        rows: [...reader.audit.all({})],
        chain: reader.audit.verify(),
        state,
        approvals: reader.approvals?.list({ decided: true, limit: MOST_APPROVALS }) ?? [],
        given: taken,
        lost,
      };
    } finally {
      reader.close();
    }
  }

  return {
    home,
    answered,
    connect,
    async killDaemons() {
      for (;;) {
        const daemons = await findProcesses(home.paths.home); // oxlint-disable-line no-await-in-loop -- until there is none
        if (daemons.length === 0) return;
        for (const daemon of daemons) killProcess(daemon);
      }
    },
    approveWaiting,
    async readWithoutDaemon() {
      await untilServersAreGone(received);
      return read(undefined, []);
    },
    async readBesideDaemon() {
      await processes.run(guardCommand(home.paths.home, 'start', '-d'));
      return read(await countLost(home), [...given]);
    },
  };
}

const toProposal = (approval: string, print: string): Proposal => ({
  approval,
  print,
  decision: { kind: 'approve', standing: null },
  by: 'benchmark',
  at: Date.now(),
  signature: null,
  decider: {
    uid: process.getuid?.() ?? -1,
    pid: process.pid,
    tty: 'pts/0',
    parent: 'sh',
    insideClient: false,
    hasPassphrase: false,
    proposed: true,
  },
});

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}

/** Where servers write down what reaches them. */
const receivedBy = ({ home }: GuardPaths): string => join(dirname(home), 'received');

function readLines(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Payments without a known answer, as `mcp-guard status` tells. */
async function countLost({ paths }: GuardHome): Promise<number> {
  const { command, args, env } = guardCommand(paths.home, 'status', '--json');
  const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
  const lost = member(member(parseJson(stdout), 'spend'), 'lost');
  if (!Array.isArray(lost)) throw new Error('mcp-guard status does not say which payments are lost');
  return lost.length;
}

/** A server goes on with what it was sent after its daemon is gone, until it is ended. */
async function untilServersAreGone(received: string): Promise<void> {
  for (const deadline = performance.now() + GONE_MS; performance.now() < deadline; await sleep(50)) {
    if ((await findProcesses(received)).length === 0) return; // oxlint-disable-line no-await-in-loop -- a look at a time
  }
  throw new Error('a server outlives its daemon');
}

/** Processes whose command line contains `naming`. */
async function findProcesses(naming: string): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,args='], { maxBuffer: 2 ** 26 });
  const lines = stdout.split('\n').filter((line) => line.includes(naming));
  return lines.map((line) => Number.parseInt(line, 10));
}

const toConfiguration = (received: string): string =>
  JSON.stringify({
    servers: {
      load: {
        command: '/bin/sh',
        args: ['-c', SERVER, received],
        policy: {
          permissions: { require_approval: ['ask'] },
          rate_limit: { tool_limits: { counted: { requests_per_hour: LIMIT } } },
          spend: { tools: { pay: { price: String(PRICE / 1_000_000n) } }, max_per_day: 1_000_000 },
        },
      },
    },
  });
