import type { JsonValue } from '@mcp-guard/core';
import { compileAccess } from './access.js';
import { layersOf, type Layers } from './config.js';
import { Limits } from './limits.js';
import type { Loaded } from './load.js';

/** A call that is thought about and not sent. */
export interface ExplainedCall {
  readonly server: string;
  readonly tool: string;
  readonly args: JsonValue;
  /** Of the user who would send it. */
  readonly roles: readonly string[];
}

/** What one rule says of it. */
export interface ExplainedRule {
  /** With file, line and column. */
  readonly rule: string;
  readonly verdict: 'refuses' | 'passes' | 'counts';
  readonly why: string;
}

export interface Explanation {
  readonly outcome: 'allow' | 'block';
  /** Those that have a say, in the order in which they are asked; the first that refuses decides. */
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
    rules.push({ rule: server.forbidden, verdict: 'refuses', why: 'the base does not allow this server' });
  }
  const layers = layersOf(config, server, call.roles);
  rules.push(...explainLimits(layers, call.tool), ...explainLists(layers, call.tool));
  return conclude(rules.map((rule) => Object.assign(rule, { rule: locate(rule.rule) })));
}

const conclude = (rules: readonly ExplainedRule[]): Explanation => ({
  outcome: rules.some(({ verdict }) => verdict === 'refuses') ? 'block' : 'allow',
  rules,
});

function explainLists(layers: Layers, tool: string): ExplainedRule[] {
  return layers.permissions.flatMap((placed): ExplainedRule[] => {
    const { tools } = compileAccess(placed);
    const rule = tools.refuses(tool);
    if (rule !== undefined) {
      const why = rule.endsWith('allowed_tools') ? 'the tool is not among the allowed ones' : 'the tool is denied';
      return [{ rule, verdict: 'refuses', why }];
    }
    if (tools.hasAllowList)
      return [{ rule: `${placed.place}.allowed_tools`, verdict: 'passes', why: 'the tool is allowed' }];
    if (tools.restricts)
      return [{ rule: `${placed.place}.denied_tools`, verdict: 'passes', why: 'the tool is not denied' }];
    return [];
  });
}

/** Whether a limit is used up only the daemon knows. */
function explainLimits(layers: Layers, tool: string): ExplainedRule[] {
  const limits = new Limits(layers.rate_limit);
  return [...limits.requests, ...limits.ofTool(tool)].map(({ rule, limit, window }) => ({
    rule,
    verdict: limit === 0 ? 'refuses' : 'counts',
    why: limit === 0 ? 'a limit of zero lets nothing pass' : `${limit} a ${window === 60_000 ? 'minute' : 'hour'}`,
  }));
}
