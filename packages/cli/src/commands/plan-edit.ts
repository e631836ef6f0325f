import { hash } from 'node:crypto';
import { GuardError, parseJson, readEditWish, safeJson, type EditWish } from '@mcp-guard/core';
import { findLoosenings } from '@mcp-guard/policy';
import type { CommandTools, ConfigOption, RegisterCommand } from '../command.js';
import { toDifference } from '../output/difference.js';
import type { Plan } from '../policy-edit/apply-edit.js';
import { readConfig, type ConfigText } from '../policy-edit/config-text.js';

/** The daemon runs it for its page. It writes nothing: the daemon does, once a person may have it so. */
export const planEdit: RegisterCommand = (program, tools) => {
  program
    .command('plan-edit', { hidden: true })
    .argument('<wish>', 'JSON, as the page sends it')
    .option('--json', 'machine-readable output, as always')
    .option('-c, --config <file>', 'the configuration that would be edited')
    .addHelpText(
      'after',
      '\nExample:\n  mcp-guard plan-edit \'{"kind":"tool","verb":"deny","server":"github","tool":"delete_file"}\' --json',
    )
    .action(async (text: string, { config }: ConfigOption) => {
      const wish = readEditWish(parseJson(text));
      if (!wish) throw new GuardError('USAGE', 'this is no wish for an edit');
      const before = await readConfig(tools, config);
      const { edit, words, notes } = await plan(tools, before, wish);
      tools.print(
        safeJson({
          target: before.target,
          before: hash('sha256', before.text),
          text: edit?.text ?? null,
          question: edit?.question ?? null,
          words,
          notes,
          difference: edit ? toDifference(before.text, edit.text) : [],
          loosens: edit ? findLoosenings(before.loaded.config, edit.after.config) : [],
        }),
      );
    });
};

async function plan(tools: CommandTools, before: ConfigText, wish: EditWish): Promise<Plan> {
  switch (wish.kind) {
    case 'tool': {
      const [{ planTool }, { toPattern }] = await Promise.all([
        import('../policy-edit/edit-tool.js'),
        import('../presets/name-pattern.js'),
      ]);
      return planTool(tools, before, { ...wish, tool: toPattern(wish.tool) });
    }
    case 'except': {
      const { planException } = await import('../policy-edit/except-row.js');
      return planException(tools, before, String(wish.record), wish.isPlace);
    }
    case 'preset': {
      const [{ planPreset }, { findPreset }] = await Promise.all([
        import('../presets/apply-preset.js'),
        import('../presets/option.js'),
      ]);
      const preset = findPreset(wish.preset);
      if (!preset) throw new GuardError('USAGE', 'there is no such preset');
      return planPreset(tools, before, preset, [wish.server]);
    }
  }
}
