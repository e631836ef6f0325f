import { safe, safeJson } from '@mcp-guard/core';
import type { Command } from 'commander';
import { CONFIG_OPTION, type CommandTools, type ConfigOption, type RegisterCommand } from '../command.js';
import { JSON_HELP, tellIn, type JsonOption } from '../output/json-messages.js';
import { installService, planService } from '../service/install.js';
import { openManager } from '../service/registry.js';
import { describeService, readService } from '../service/report.js';
import type { ServiceManager } from '../service/service-manager.js';
import { thisSystem } from '../service/system.js';
import { uninstallService } from '../service/uninstall.js';
import { settleConfig } from '../person/settle-config.js';

interface InstallFlags extends ConfigOption, JsonOption {
  readonly dryRun?: true;
  readonly yes?: true;
}

/** Not running is no error of a report; a script asks by the exit code. */
const NOT_RUNNING = 1;

export const service: RegisterCommand = (program, tools) => {
  const group = program
    .command('service')
    .description('start the daemon at login, and restart it if it fails')
    .addHelpText('after', '\nExample:\n  mcp-guard service install');
  withConfig(group, 'install', 'write the service and start it; a daemon that runs is handed over', 'install --dry-run')
    .option('--dry-run', 'show the file, and change nothing')
    .option('--yes', 'do not ask about a daemon that runs, or about what differs from the last start')
    .option('--json', JSON_HELP)
    .action((flags: InstallFlags) => tellIn(tools, flags, (told) => install(told, flags)));
  add(group, 'uninstall', 'stop the service and remove its file', 'uninstall')
    .option('--json', JSON_HELP)
    .action((flags: JsonOption) => tellIn(tools, flags, (told) => uninstallService(told, managerOf(tools))));
  withConfig(group, 'status', 'show the service; exit 1 if it does not run', 'status --json')
    .option('--json', 'machine-readable output')
    .action(async ({ config, json }: ConfigOption & { json?: true }) => {
      const report = await readService(tools, managerOf(tools), tools.findConfig(config));
      tools.print(json ? safeJson(report) : describeService(report));
      if (!report.service?.running) tools.setExit(NOT_RUNNING);
    });
};

async function install(tools: CommandTools, { config: named, dryRun, yes }: InstallFlags): Promise<void> {
  const manager = managerOf(tools);
  const config = await settleConfig(tools, named, 'service install');
  if (!dryRun) return installService(tools, manager, { config, yes: yes === true });
  const text = await planService(tools, manager, config);
  tools.note(`would be written: ${safe(manager.file, 500)}`);
  tools.print(text.trimEnd());
}

const managerOf = ({ env }: CommandTools): ServiceManager => openManager(thisSystem(env));

const add = (group: Command, name: string, description: string, example: string): Command =>
  group.command(name).description(description).addHelpText('after', `\nExample:\n  mcp-guard service ${example}`);

const withConfig: typeof add = (...args) => add(...args).option(...CONFIG_OPTION);
