import { commandLine, GuardError, safe } from '@mcp-guard/core';
import type { CommandTools, ConfigOption } from '../command.js';
import { findUser } from '../explain/caller.js';
import { readShownTools } from '../record/known-tools.js';
import { listNames } from '../output/count.js';
import { showText } from '../output/show-text.js';
import { insistOnServer } from '../explain/find-server.js';
import { explainTool, type ToolVerdict, type ToolAccess } from '../explain/tool-verdicts.js';
import { applyPlan, type Plan } from './apply-edit.js';
import { checkEdited, readConfig, type ConfigText } from './config-text.js';
import { editLists, type ToolWish, type Verb } from './edit-lists.js';
import { checkPattern, doubtName, meantTools } from './meant-tools.js';

export interface EditOptions extends ConfigOption {
  readonly yes?: true;
}

/** The verdicts that fulfil a wish. */
const WANTED: Readonly<Record<Verb, readonly ToolAccess[]>> = {
  allow: ['allowed', 'limited'],
  deny: ['denied'],
  ask: ['needs a person'],
};

const ENDS: Readonly<Record<Verb, string>> = { allow: 'is allowed', deny: 'is denied', ask: 'needs a person' };

export interface EditResult {
  readonly config: string;
  readonly changed: boolean;
  /** The names that were meant, of those that the server has shown; of an exact one, it alone. */
  readonly tools: readonly string[];
}

interface ToolPlan extends Plan {
  readonly tools: readonly string[];
}

/** Writes down what a person wants of a tool, if the rules then say so. Throws POLICY_DENIED if another rule decides. */
export async function editTool(tools: CommandTools, wish: ToolWish, { config, yes }: EditOptions): Promise<EditResult> {
  const before = await readConfig(tools, config);
  const plan = await planTool(tools, before, wish);
  const changed = await applyPlan(tools, plan, yes === true);
  return { config: before.path, changed, tools: plan.tools };
}

/** Plans it, and writes nothing. Throws as `editTool`. */
export async function planTool(tools: CommandTools, before: ConfigText, wish: ToolWish): Promise<ToolPlan> {
  const { server, tool, verb } = wish;
  insistOnServer(before.loaded.config, server);
  checkPattern(tool);
  const shown = readShownTools(tools.findPaths(before.path), tools.env).get(server) ?? [];
  const meant = meantTools(tool, shown);
  // A rule of a role binds some users only: it makes no other rule superfluous.
  const caller = verb === 'allow' ? findUser(before.loaded.config.auth) : { roles: [] };
  const isExact = meant[0] === tool;
  // A pattern may mean tools that are denied: those stay so.
  const wanted = verb === 'ask' && !isExact ? [...WANTED.ask, 'denied'] : WANTED[verb];
  const isFulfilled = ({ verdict }: ToolVerdict): boolean => wanted.includes(verdict);
  const name = `${safe(tool)} of ${safe(server)}`;

  const text = editLists(before.text, wish);
  const now = meant.map(explainTool(before.loaded, server, caller));
  if (now.every(isFulfilled) && (isExact || text === before.text)) {
    const words = `${name} ${ENDS[verb]} already${describePlace(now[0])}; nothing was changed`;
    return { edit: undefined, words, notes: [], tools: meant };
  }
  const after = await checkEdited(tools, before, text);
  const explain = explainTool(after, server, caller);
  for (const each of meant) {
    const verdict = explain(each);
    if (!isFulfilled(verdict)) throw decidedElsewhere(wish, each, verdict);
  }
  const doubt = doubtName(tool, server, shown);
  const reached = meant.filter((each) => WANTED[verb].includes(explain(each).verdict));
  return {
    edit: { before, text, after, question: `${verb} ${name}` },
    words: `${name} ${ENDS[verb]} now${isExact || meant.length === 0 ? '' : `: ${describeNames(reached)}`}`,
    notes: doubt === undefined ? [] : [doubt],
    tools: meant,
  };
}

const describePlace = (verdict: ToolVerdict | undefined): string =>
  verdict?.rule ? ` (${safe(verdict.rule, 300)})` : '';

const MAX_NAMED = 5;

const describeNames = (names: readonly string[]): string => listNames(names.map(showText), MAX_NAMED);

function decidedElsewhere({ verb, server }: ToolWish, tool: string, { verdict, rule }: ToolVerdict): GuardError {
  const still = verdict === 'denied' ? 'be denied' : verdict === 'needs a person' ? 'need a person' : 'not';
  const why = rule === null ? '' : ` by ${safe(rule, 300)}`;
  const what =
    still === 'not' ? `no rule would ${verb} ${showText(tool)}` : `${showText(tool)} would still ${still}${why}`;
  const next = verb === 'ask' && verdict === 'denied' ? 'mcp-guard allow' : 'mcp-guard explain';
  const hint = { command: commandLine(next, server, tool) };
  return new GuardError('POLICY_DENIED', `${what}; nothing was written`, { hint });
}
