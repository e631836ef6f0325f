import { resolve } from 'node:path';
import {
  canonicalMembers,
  editJson,
  Fingerprints,
  GuardError,
  isObject,
  joinMembers,
  longNumberTexts,
  member,
  parseJson,
  type JsonObject,
} from '@mcp-guard/core';
import { layersOf, type Layers, type Loaded, BUILT_IN, describeForbidden } from '@mcp-guard/policy';
import { compileAccess } from './lists/access.js';
import { ApprovalRules } from './approval/approval-rules.js';
import { explainArguments, type ArgumentVerdict } from './arguments/argument-rules.js';
import { Limits } from './limits/limits.js';
import { createOwnFilesRule } from './own-files/rule.js';
import { inspect, type DecidedFinding } from './content/inspect.js';
import { toEdits } from './content/redactions.js';
import { PiiRules, type PiiAction } from './content/content-rules.js';
import type { Reason } from './exchange/reason.js';
import type { PaidCall } from './spend/call-reader.js';
import { formatMoney } from './spend/money.js';
import { showCall } from './approval/show-call.js';
import { SpendRules } from './spend/spend-rules.js';
import { createPathContext } from './paths/path-context.js';

/** A call that is thought about and not sent. */
export interface ExplainedCall {
  readonly server: string;
  readonly tool: string;
  /** JSON text of its arguments. */
  readonly args: string;
  /** Folder that the server works in. */
  readonly cwd: string;
  /** Of the user who would send it. */
  readonly roles: readonly string[];
  /** Of this machine's guard, once it has run: what exceptions name. */
  readonly fingerprints: Fingerprints | undefined;
}

/** What one rule says of it. */
export interface ExplainedRule {
  /** With file, line and column. */
  readonly rule: string;
  /** `asks`: a person must let it pass. */
  readonly verdict: 'refuses' | 'asks' | 'passes' | 'counts';
  readonly why: string;
}

export interface Explanation {
  readonly outcome: 'allow' | 'block' | 'hold';
  /** Those that have a say, in the order in which they are asked; the first that refuses decides, else those that ask. */
  readonly rules: readonly ExplainedRule[];
}

/** Which rules decide a call, by the same code that decides it in the daemon. */
export function explainCall({ config, locate }: Loaded, call: ExplainedCall): Explanation {
  const server = Object.hasOwn(config.servers, call.server) ? config.servers[call.server] : undefined;
  const known = Object.keys(config.servers).join(', ') || 'none';
  if (!server) {
    return conclude([{ rule: locate('servers'), verdict: 'refuses', why: `there is no such server; known: ${known}` }]);
  }
  const rules: ExplainedRule[] = [];
  if (server.forbidden !== undefined) {
    rules.push({ rule: server.forbidden, verdict: 'refuses', why: describeForbidden(server, call.server) });
  }
  const layers = layersOf(config, server, call.roles);
  const bytes = Buffer.from(`{"params":{"name":${JSON.stringify(call.tool)},"arguments":${call.args}}}`);
  const value = parseJson(bytes.toString());
  const cwd = resolve(server.cwd ?? call.cwd);
  const why = isObject(value) ? createOwnFilesRule(config, call.server)(value, cwd) : 'this is no call';
  if (why !== undefined) rules.push({ rule: BUILT_IN, verdict: 'refuses', why });
  const around = createPathContext(config, call.server)(cwd);
  const pii = new PiiRules(config.pii, call.server);
  const found = isObject(value) ? findContent(value, bytes, pii, call) : [];
  const sent = editJson(bytes, toEdits(found.filter(({ action }) => action === 'redact')));
  const params = member(parseJson(sent.toString()), 'params');
  rules.push(
    ...explainLimits(layers, call.tool),
    ...explainLists(layers, call.tool),
    ...found.map((each) => explainContent(each, call)),
    ...explainArguments(layers, { tool: call.tool, params, bytes: sent, ...around }).map(toExplained),
    ...explainSpend(layers, { tool: call.tool, params, bytes: sent }),
    ...new ApprovalRules(layers).reasonsFor(call.tool).map(toAsking),
  );
  if (conclude(rules).outcome === 'hold') rules.push(...explainShowing(call.tool, sent.toString(), pii));
  return conclude(rules.map((rule) => Object.assign(rule, { rule: locate(rule.rule) })));
}

const toExplained = ({ place, verdict, why }: ArgumentVerdict): ExplainedRule => ({
  rule: place,
  verdict: ({ passes: 'passes', deny: 'refuses', approve: 'asks' } as const)[verdict],
  why,
});

/** What it costs, and against which caps; how much of them is used up only the daemon knows. */
function explainSpend(layers: Layers, call: PaidCall): ExplainedRule[] {
  const verdict = new SpendRules(layers).judge(call);
  if (verdict.kind === 'free') return [];
  if (verdict.kind === 'refused') return [{ rule: verdict.rule, verdict: 'refuses', why: verdict.why }];
  const { amount, currency, caps } = verdict.cost;
  const counted = caps.map(({ rule, limit, window }): ExplainedRule => {
    const costs = `${formatMoney(amount, currency)} of ${formatMoney(limit, currency)} ${currency}`;
    if (amount > limit) return { rule, verdict: 'refuses', why: `${costs}: more than the cap` };
    return { rule, verdict: 'counts', why: `${costs} ${window === 'session' ? 'a session' : `any ${window}`}` };
  });
  return [...counted, ...verdict.reasons.map(toAsking)];
}

const toAsking = ({ rule, why }: Reason): ExplainedRule => ({ rule, verdict: 'asks', why });

/** Nobody is asked about what he cannot be shown. */
function explainShowing(tool: string, sent: string, { custom }: PiiRules): ExplainedRule[] {
  const { arguments: args } = Object.fromEntries(canonicalMembers(sent, ['params']));
  try {
    showCall(tool, joinMembers(args ? [['arguments', args.text]] : []), custom);
    return [];
  } catch (error) {
    return [{ rule: BUILT_IN, verdict: 'refuses', why: GuardError.from(error).message }];
  }
}

function findContent(
  message: JsonObject,
  bytes: Buffer,
  rules: PiiRules,
  call: ExplainedCall,
): readonly DecidedFinding[] {
  if (rules.areOff) return [];
  const { fingerprints = new Fingerprints('') } = call;
  const longNumbers = () => longNumberTexts(bytes);
  return inspect(message, rules, { side: 'request', isDefinition: false, fingerprints, longNumbers });
}

/** What was found: its value is not told. */
function explainContent(found: DecidedFinding, call: ExplainedCall): ExplainedRule {
  const { finding, action, rule, path, title, fingerprint } = found;
  const why = `${title} (${finding.type}) at ${path} is ${DONE[action]}`;
  const named = call.fingerprints ? `; its fingerprint is ${fingerprint()}` : '';
  return { rule, verdict: action === 'block' ? 'refuses' : 'passes', why: why + named };
}

const DONE: Readonly<Record<PiiAction, string>> = { block: 'refused', redact: 'taken out', warn: 'only recorded' };

function conclude(rules: readonly ExplainedRule[]): Explanation {
  const has = (wanted: ExplainedRule['verdict']): boolean => rules.some(({ verdict }) => verdict === wanted);
  return { outcome: has('refuses') ? 'block' : has('asks') ? 'hold' : 'allow', rules };
}

function explainLists(layers: Layers, tool: string): ExplainedRule[] {
  return layers.permissions.flatMap((placed): ExplainedRule[] => {
    const { tools } = compileAccess(placed);
    const rule = tools.refuses(tool);
    if (rule !== undefined) {
      const why = rule.endsWith('allowed_tools') ? 'the tool is not among the allowed ones' : 'the tool is denied';
      return [{ rule, verdict: 'refuses', why }];
    }
    if (tools.hasAllowList)
      return [{ rule: `${placed.source}.allowed_tools`, verdict: 'passes', why: 'the tool is allowed' }];
    if (tools.restricts)
      return [{ rule: `${placed.source}.denied_tools`, verdict: 'passes', why: 'the tool is not denied' }];
    return [];
  });
}

/** Whether a limit is used up only the daemon knows. */
function explainLimits(layers: Layers, tool: string): ExplainedRule[] {
  const limits = new Limits(layers.rate_limit);
  return [...limits.requests, ...limits.ofTool(tool)].map(({ rule, limit, window }) => ({
    rule,
    verdict: limit === 0 ? 'refuses' : 'counts',
    why: limit === 0 ? 'a limit of zero lets nothing pass' : `${limit} ${window === 60_000 ? 'a minute' : 'an hour'}`,
  }));
}
