import { GuardError, safe } from '@mcp-guard/core';
import type { CommandTools, ConfigOption } from '../command.js';
import { count } from '../output/count.js';
import { findUser } from '../explain/caller.js';
import { applyPlan, type Plan } from '../policy-edit/apply-edit.js';
import { checkEdited, readConfig, type ConfigText } from '../policy-edit/config-text.js';
import { listPath } from '../policy-edit/edit-lists.js';
import { addToList, listAt } from '../policy-edit/edit-yaml.js';
import { showText } from '../output/show-text.js';
import { describeTools } from '../explain/describe-tools.js';
import { insistOnServer } from '../explain/find-server.js';
import { readKnownTools } from '../record/known-tools.js';
import { listTools, type ToolRow } from '../explain/tool-verdicts.js';
import { toPattern } from './name-pattern.js';
import { mayChange, type Preset } from './preset.js';

export interface PresetOptions extends ConfigOption {
  /** Names; all servers if there are none. */
  readonly servers?: readonly string[] | undefined;
  readonly yes?: true;
}

/** Proposes rules for the known tools of servers, shows what each tool may do then, asks, and writes them. */
export async function applyPreset(tools: CommandTools, preset: Preset, options: PresetOptions): Promise<void> {
  const plan = await planPreset(tools, await readConfig(tools, options.config), preset, options.servers);
  for (const note of plan.notes) tools.note(note);
  for (const table of plan.tables) tools.print(`${table}\n`);
  await applyPlan(tools, { ...plan, notes: [] }, options.yes === true);
}

interface PresetPlan extends Plan {
  /** The tools of each server that would change, as they would be. */
  readonly tables: readonly string[];
}

/** Plans it, and writes nothing. Throws POLICY_DENIED if a tool would still do more than the preset says. */
export async function planPreset(
  tools: CommandTools,
  before: ConfigText,
  preset: Preset,
  named: readonly string[] | undefined,
): Promise<PresetPlan> {
  const { config } = before.loaded;
  for (const name of named ?? []) insistOnServer(config, name);
  const servers = named ?? Object.keys(config.servers);
  const known = readKnownTools(tools.findPaths(before.path), tools.env);
  const caller = findUser(config.auth);
  let { text } = before;
  const changed: string[] = [];
  for (const server of servers.filter((each) => known.has(each))) {
    const edited = edit(text, preset, server, listTools(before.loaded, server, known, caller));
    if (edited !== text) changed.push(server);
    text = edited;
  }
  const unknown = servers.filter((server) => !known.has(server));
  const notes = unknown.map((server) => `${safe(server)}: no tools are known, so it stays as it is`);
  if (changed.length === 0) {
    const isKnown = unknown.length < servers.length;
    const words = `${preset.id}: ${isKnown ? 'no change is needed' : 'nothing was changed: no tool is known yet'}`;
    return { edit: undefined, words, notes, tables: [] };
  }
  const after = await checkEdited(tools, before, text);
  const tables = changed.map((server) => {
    const rows = listTools(after, server, known, caller);
    insistOnEffect(preset, rows);
    return describeTools(server, rows, before.path);
  });
  const question = `${preset.summary}: write this for ${count(changed.length, 'server')}`;
  const words = `${preset.id} applied to ${changed.map((name) => safe(name)).join(', ')}`;
  return { edit: { before, text, after, question }, words, notes, tables };
}

function edit(text: string, preset: Preset, server: string, rows: readonly ToolRow[]): string {
  const hasAllowList = listAt(text, listPath(server, 'allowed_tools')) !== undefined;
  const proposal = preset.propose(rows, hasAllowList);
  if (!proposal) return text;
  const path = listPath(server, proposal.list);
  const present = listAt(text, path) ?? [];
  const missing = proposal.tools.map(toPattern).filter((each) => !present.includes(each));
  return addToList(text, path, ...missing);
}

/** Throws POLICY_DENIED if a tool would still do more than the preset says. */
function insistOnEffect({ id, wanted }: Preset, rows: readonly ToolRow[]): void {
  const still = rows.find((row) => mayChange(row) && row.verdict !== wanted && row.verdict !== 'denied');
  if (!still || wanted === undefined) return;
  throw new GuardError(
    'POLICY_DENIED',
    `${showText(still.tool)} would be ${still.verdict} in spite of ${id}; nothing was written`,
  );
}
