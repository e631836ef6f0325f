import {
  configuredPaths,
  GuardError,
  toSigned,
  userName,
  type GuardPaths,
  type ApprovalView,
  type Decided,
  type Decision,
} from '@mcp-guard/core';
import type { ApprovalKey } from '@mcp-guard/core/approval-key';
import { fingerprintOf, toView, type Approval } from '@mcp-guard/store';
import type { CommandTools, ConfigOption } from '../command.js';
import { leaveProposal, readApprovals } from '../open-record.js';
import { isYes, openTerminal, type Terminal } from '../terminal.js';
import { describeOurselves } from './decider.js';
import { describeApproval } from './describe.js';
import { findApproval } from './find.js';
import { requireKey, unlock } from './passphrase.js';
import { checkWish, describeWish, parseWish, type StandingOptions } from './standing.js';
import { checkDecidable, describeOutcome } from './states.js';

export interface DecideOptions extends ConfigOption, StandingOptions {
  readonly by?: string;
  readonly reason?: string;
  readonly yes?: true;
}

const MAX_NAME = 100;
const MAX_REASON = 500;
/** Calls that were held before. */
const MAX_PAST = 1000;

const QUESTIONS: Readonly<Record<Decision['kind'], string>> = {
  approve: 'approve this call? [y/N] ',
  deny: 'deny this call? [y/N] ',
  revoke: 'take this decision back? [y/N] ',
};

/** Shows a call to the person at the terminal, asks, and sends the decision to the daemon. */
export async function decide(
  tools: CommandTools,
  prefix: string,
  kind: Decision['kind'],
  options: DecideOptions,
): Promise<void> {
  const decision = toDecision(kind, options);
  const by = checkLength('--by', options.by ?? userName(), MAX_NAME);
  const config = tools.findConfig(options.config);
  const paths = tools.findPaths(config);
  const now = Date.now();
  const { approval, past } = findWithPast(paths, tools.env, prefix, now);
  checkDecidable(toView(approval, now), kind);
  const wish = decision.kind === 'approve' ? decision.standing : null;
  if (wish) checkWish(approval, wish);
  const key = await findKey(tools, config);

  const terminal = openTerminal('deciding');
  try {
    terminal.show(describeApproval(approval, now));
    if (wish) terminal.show(describeWish(approval, past, wish, now));
    if (!options.yes && !(await agrees(terminal, QUESTIONS[kind]))) return nothingDecided(tools);
    const sign = key && (await unlock(terminal, key));
    if (key && !sign) return nothingDecided(tools);
    const decided = { approval: approval.id, print: fingerprintOf(approval), decision, by, at: Date.now() };
    const signature = sign?.(toSigned(decided)) ?? null;
    tools.print(await send(tools, config, paths, { ...decided, signature }));
  } finally {
    terminal.close();
  }
}

function toDecision(kind: Decision['kind'], options: DecideOptions): Decision {
  if (kind === 'approve') return { kind, standing: parseWish(options) };
  return { kind, why: options.reason === undefined ? null : checkLength('--reason', options.reason, MAX_REASON) };
}

function checkLength(option: string, text: string, max: number): string {
  if (text.length > 0 && text.length <= max) return text;
  throw new GuardError('CONFIG_INVALID', `${option} has 1 to ${max} characters`);
}

const findWithPast = (
  paths: GuardPaths,
  env: NodeJS.ProcessEnv,
  prefix: string,
  now: number,
): { approval: Approval; past: readonly Approval[] } =>
  readApprovals(paths, env, (reader) => {
    const approval = findApproval(reader, prefix, now);
    return { approval, past: reader?.past(approval, MAX_PAST) ?? [] };
  });

/** The key that signs decisions, if the configuration requires it. */
async function findKey({ load, entrance }: CommandTools, config: string): Promise<ApprovalKey | undefined> {
  const { approvals, daemon } = (await load(config)).config;
  return approvals.passphrase ? requireKey(configuredPaths(entrance, daemon.home).approvalKey) : undefined;
}

const agrees = async (terminal: Terminal, question: string): Promise<boolean> => isYes(await terminal.ask(question));

function nothingDecided({ note, setExit }: CommandTools): void {
  note('nothing was decided');
  setExit(1);
}

/** The result, in words. */
async function send(tools: CommandTools, config: string, paths: GuardPaths, decided: Decided): Promise<string> {
  try {
    return describeOutcome(await tools.control(config).post<ApprovalView>('/approvals/decide', decided));
  } catch (error) {
    if (!(error instanceof GuardError) || error.code !== 'DAEMON_UNAVAILABLE') throw error;
    leaveProposal(paths, tools.env, {
      ...decided,
      decider: { ...describeOurselves(), hasPassphrase: decided.signature !== null },
    });
    return 'the daemon is not running: this is written down, and the daemon checks it when it starts';
  }
}
