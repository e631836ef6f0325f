import {
  configuredPaths,
  GuardError,
  toSigned,
  userName,
  type GuardPaths,
  type DecidedView,
  type Decided,
  type Decision,
} from '@mcp-guard/core';
import { readApprovalKey, type ApprovalKey } from '@mcp-guard/core/approval-key';
import { fingerprintOf, toView, type Approval } from '@mcp-guard/store';
import type { CommandTools, ConfigOption } from '../command.js';
import { Declined } from '../person/declined.js';
import { foldLines } from '../output/fold-text.js';
import { leaveProposal, readApprovals } from '../record/open-record.js';
import { outputWidth } from '../output/table.js';
import { isYes, openTerminal, type Terminal } from '../person/terminal.js';
import { describeOurselves } from '../person/decider.js';
import { readClaimedClients } from './claimed-clients.js';
import { describeApproval } from './describe.js';
import { findApproval } from './find.js';
import { requireKey, unlock } from './passphrase.js';
import { checkWish, describeWish, parseWish, type StandingOptions } from './standing.js';
import { checkDecidable, describeDecided } from './approval-states.js';

export interface DecideOptions extends ConfigOption, StandingOptions {
  readonly by?: string;
  readonly reason?: string;
  readonly yes?: true;
}

/** Shown to a person who leaves it at that. */
export const NOTHING_DECIDED = 'nothing was decided';

const MAX_NAME = 100;
const MAX_REASON = 500;
/** Calls that were held before. */
const MAX_PAST = 1000;

const QUESTIONS: Readonly<Record<Decision['kind'], string>> = {
  approve: 'approve this call? [y/N] ',
  deny: 'deny this call? [y/N] ',
  revoke: 'revoke this decision? [y/N] ',
};

/** A decision that a person wants to make about an approval. */
export interface Wish {
  readonly kind: Decision['kind'];
  /** Its id, or what that begins with. */
  readonly prefix: string;
  readonly options: DecideOptions;
}

/** Shows a call to the person at the terminal, asks, sends the decision to the daemon, and prints what it says. */
export async function decide(tools: CommandTools, wish: Wish): Promise<void> {
  const outcome = await decideAtTerminal(tools, wish);
  if (outcome === undefined) throw new Declined(NOTHING_DECIDED);
  tools.print(outcome);
}

/**
 * Shows a call to the person at the terminal, asks, and sends the decision to the daemon. Returns the result in words
 * that are safe to print; nothing if the person decides nothing.
 * @param askReason ask for the reason of a denial, too
 */
export async function decideAtTerminal(
  tools: CommandTools,
  { kind, prefix, options }: Wish,
  { askReason = false }: { readonly askReason?: boolean } = {},
): Promise<string | undefined> {
  const asked = toDecision(kind, options);
  const by = checkLength('--by', options.by ?? userName(), MAX_NAME);
  const config = tools.findConfig(options.config);
  const paths = tools.findPaths(config);
  const now = Date.now();
  const { approval, past, client } = findWithPast(paths, tools.env, prefix, now);
  checkDecidable(toView(approval, now), kind);
  const standing = asked.kind === 'approve' ? asked.standing : null;
  if (standing) checkWish(approval, standing);
  const key = await findKey(tools, config);

  const terminal = openTerminal('deciding');
  try {
    terminal.show(describeApproval(approval, now, client));
    if (standing) terminal.show(foldLines(describeWish(approval, past, standing, now), outputWidth()));
    const decision = askReason && asked.kind === 'deny' ? await askWhy(terminal) : asked;
    if (!decision) return undefined;
    if (!options.yes && !isYes(await terminal.ask(QUESTIONS[kind]))) return undefined;
    const sign = key && (await unlock(terminal, key));
    if (key && !sign) return undefined;
    const decided = { approval: approval.id, print: fingerprintOf(approval), decision, by, at: Date.now() };
    const signature = sign?.(toSigned(decided)) ?? null;
    return await send(tools, config, paths, { ...decided, signature });
  } finally {
    terminal.close();
  }
}

/** A denial with the reason that the person types; nothing if the input ends. */
async function askWhy(terminal: Terminal): Promise<Decision | undefined> {
  const typed = (await terminal.ask('why, for the agent (may be empty): '))?.trim();
  if (typed === undefined) return undefined;
  return { kind: 'deny', why: typed === '' ? null : checkLength('a reason', typed, MAX_REASON) };
}

function toDecision(kind: Decision['kind'], options: DecideOptions): Decision {
  if (kind === 'approve') return { kind, standing: parseWish(options) };
  return { kind, why: options.reason === undefined ? null : checkLength('--reason', options.reason, MAX_REASON) };
}

function checkLength(option: string, text: string, max: number): string {
  if (text.length > 0 && text.length <= max) return text;
  throw new GuardError('USAGE', `${option} has 1 to ${max} characters`);
}

const findWithPast = (
  paths: GuardPaths,
  env: NodeJS.ProcessEnv,
  prefix: string,
  now: number,
): { approval: Approval; past: readonly Approval[]; client: string | undefined } =>
  readApprovals(paths, env, (reader, record) => {
    const approval = findApproval(reader, prefix, now);
    const client = record && readClaimedClients(record, [approval]).get(approval.id);
    return { approval, past: reader?.past(approval, MAX_PAST) ?? [], client };
  });

/** The key that signs decisions, if the configuration requires it or one was set: the daemon may require that. */
export async function findKey({ load, entrance }: CommandTools, config: string): Promise<ApprovalKey | undefined> {
  const { approvals, daemon } = (await load(config)).config;
  const { approvalKey } = configuredPaths(entrance, daemon.home);
  return approvals.passphrase ? requireKey(approvalKey) : readApprovalKey(approvalKey);
}

/** The result, in words, and what the person has to do then. */
async function send(tools: CommandTools, config: string, paths: GuardPaths, decided: Decided): Promise<string> {
  try {
    return describeDecided(await tools.control(config).post<DecidedView>('/approvals/decide', decided));
  } catch (error) {
    if (!(error instanceof GuardError) || error.code !== 'DAEMON_UNAVAILABLE') throw error;
    leaveProposal(paths, tools.env, {
      ...decided,
      decider: { ...describeOurselves(), hasPassphrase: decided.signature !== null },
    });
    return 'the daemon is not running: this is written down, and the daemon checks it when it starts';
  }
}
