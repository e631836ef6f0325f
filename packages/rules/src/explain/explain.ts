import { resolve } from 'node:path';
import { Fingerprints, GuardError, readStrict, type Request } from '@mcp-guard/core';
import { describeForbidden, isRemote, toRealPath, type Loaded, type ServerConfig } from '@mcp-guard/policy';
import type { ExplainedRule } from '../exchange/explained-rule.js';
import type { ChargeLimits, MessageContext } from '../interceptor.js';
import { addCharge } from '../limits/charges.js';
import type { Judgement, Trace } from '../pipeline.js';
import { createServers, findServer, type SessionPolicy } from '../policies.js';
import { describeRefusal, describeVerdict } from './describe-verdict.js';
import { findGaps } from './gaps.js';
import { isPlace, NOTHING_KNOWN, type KnownState } from './known-state.js';
import { viewGate, type GateView } from './view-gate.js';

/** A call that is judged but not sent. */
export interface ExplainedCall {
  readonly server: string;
  readonly tool: string;
  /** JSON text of its arguments. */
  readonly args: string;
  /** Working folder of the client. */
  readonly cwd: string;
  /** The user of the call, as the record names users. */
  readonly user: string;
  readonly roles: readonly string[];
  /** The fingerprints of this machine's guard, once it has run: exceptions name them. */
  readonly fingerprints: Fingerprints | undefined;
}

type Call = Omit<ExplainedCall, 'fingerprints'>;

export interface Explanation {
  readonly outcome: 'allow' | 'block' | 'hold';
  /** The reason for the outcome; nothing if neither a rule nor a person had to approve the call. */
  readonly decisive: ExplainedRule | undefined;
  /** The rules that matter, in the order in which they are asked. */
  readonly rules: readonly ExplainedRule[];
  /** Unknown facts that could change the outcome, each in a sentence. */
  readonly gaps: readonly string[];
}

/**
 * Explains the outcome of a call and the rules behind it: runs the pipeline of its server as the daemon does, and goes
 * on after a refusal. It counts, pays and asks nothing.
 */
export const explainCall = (
  loaded: Pick<Loaded, 'config' | 'locate'>,
  call: ExplainedCall,
  known: KnownState = NOTHING_KNOWN,
): Explanation => createExplainer(loaded, call.fingerprints)(call, known);

/** As `explainCall`, for many calls: the rules are compiled once. @param fingerprints those of every call */
export function createExplainer(
  { config, locate }: Pick<Loaded, 'config' | 'locate'>,
  fingerprints: Fingerprints | undefined,
): (call: Call, known?: KnownState) => Explanation {
  const servers = createServers(config, { locate, fingerprints: fingerprints ?? new Fingerprints('') });
  return (call, known = NOTHING_KNOWN) =>
    explainWith({ config, locate, servers, isKeyed: fingerprints !== undefined }, call, known);
}

interface Compiled extends Pick<Loaded, 'config' | 'locate'> {
  readonly servers: ReturnType<typeof createServers>;
  /** The fingerprints are those of this machine. */
  readonly isKeyed: boolean;
}

function explainWith({ config, locate, servers, isKeyed }: Compiled, call: Call, known: KnownState): Explanation {
  const server = Object.hasOwn(config.servers, call.server) ? config.servers[call.server] : undefined;
  if (!server) {
    const names = Object.keys(config.servers).join(', ') || 'none';
    return refuse({ rule: locate('servers'), verdict: 'refuses', why: `there is no such server; known: ${names}` });
  }
  const policy = findServer(servers, call.server).policyFor(call.roles);
  const judged = judge(policy, call, { server, known });
  const toShown = (line: ExplainedRule): ExplainedRule => show(line, locate, isKeyed);
  const rules = judged.rules.map(toShown);
  const decisive = judged.decisive && rules[judged.rules.indexOf(judged.decisive)];
  if (server.forbidden === undefined) return { ...judged, rules, decisive };
  const why = describeForbidden(server, call.server);
  const forbids: ExplainedRule = { rule: locate(server.forbidden), verdict: 'refuses', why };
  return { outcome: 'block', decisive: forbids, rules: [forbids, ...rules], gaps: judged.gaps };
}

interface Surroundings {
  readonly server: ServerConfig;
  readonly known: KnownState;
}

function judge(policy: SessionPolicy, call: Call, { server, known }: Surroundings): Explanation {
  const message = readCall(call, policy.maxDepth);
  if (message instanceof GuardError) return refuse(describeRefusal(message));
  const context = toContext(call, server, known);
  const charge: ChargeLimits = (charges) =>
    charges.map((each) => addCharge(each, known.ofUser?.bucketOf(each.key), known.now)).find(isRefusal);
  const run = (hint: boolean | undefined, trace?: Trace): Judgement =>
    policy.pipeline.run(
      'toServer',
      message,
      { ...context, readOnlyHint: hint },
      { charge, goOn: true, ...(trace && { trace }) },
    );

  const rules: ExplainedRule[] = [];
  const judgement = run(undefined, ({ explain }, verdict, as) => {
    const words = explain?.(as, context) ?? [];
    const isDescribed = words.length > 0 && (verdict.kind === 'pass' || verdict.kind === 'rewrite');
    const others = isDescribed ? [] : describeVerdict(verdict, known).filter((line) => !words.some(isSame(line)));
    rules.push(...words, ...others);
  });
  const gaps = findGaps(judgement, known, (hint) => run(hint));
  if (judgement.refusal) return { outcome: 'block', gaps, ...findIn(rules, describeRefusal(judgement.refusal)) };
  const view = judgement.demand ? viewGate(judgement.demand, known) : PASSES;
  const said = view.said ? findIn(rules, view.said) : { rules, decisive: undefined };
  const asking = view.outcome === 'hold' ? rules.find(({ verdict }) => verdict === 'asks') : undefined;
  return { outcome: view.outcome, gaps, rules: said.rules, decisive: asking ?? said.decisive };
}

const PASSES: GateView = { outcome: 'allow', said: undefined };
const isRefusal = (after: unknown): after is GuardError => after instanceof GuardError;

const refuse = (decisive: ExplainedRule): Explanation => ({ outcome: 'block', decisive, rules: [decisive], gaps: [] });

const isSame =
  ({ rule, verdict }: ExplainedRule) =>
  (line: ExplainedRule): boolean =>
    line.rule === rule && line.verdict === verdict;

/** The line that describes the same in better words; without one, this line is added. */
function findIn(rules: readonly ExplainedRule[], said: ExplainedRule): Pick<Explanation, 'rules' | 'decisive'> {
  const decisive = rules.find(isSame(said));
  return decisive ? { rules, decisive } : { rules: [...rules, said], decisive: said };
}

/** The call as the daemon reads it, or why it cannot. */
function readCall({ tool, args }: Call, maxDepth: number): Request | GuardError {
  const params = `{"name":${JSON.stringify(tool)},"arguments":${args}}`;
  const read = readStrict(Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`), maxDepth);
  if (read.kind === 'request') return read;
  return read.kind === 'malformed' ? read.error : new GuardError('MALFORMED_MESSAGE', 'this is no call');
}

function toContext(call: Call, server: ServerConfig, { isHalted, markers, withheld }: KnownState): MessageContext {
  const folder = resolve((isRemote(server) ? null : server.cwd) ?? call.cwd);
  return {
    server: call.server,
    session: 'explain',
    actor: {
      origin: { kind: 'local', uid: process.getuid?.() ?? 0, pid: process.pid },
      user: call.user,
      roles: call.roles,
      refusal: undefined,
    },
    cwd: toRealPath(folder)?.path ?? folder,
    answers: undefined,
    isHalted,
    markers,
    withheld,
  };
}

/** @param isKeyed the fingerprints are those of this machine */
function show(line: ExplainedRule, locate: Loaded['locate'], isKeyed: boolean): ExplainedRule {
  const { rule, verdict, why, fingerprint } = line;
  const named = fingerprint !== undefined && isKeyed ? `; its fingerprint is ${fingerprint}` : '';
  return { rule: isPlace(rule) ? locate(rule) : rule, verdict, why: why + named };
}
