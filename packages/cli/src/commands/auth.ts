import { commandLine, GuardError, safeJson } from '@mcp-guard/core';
import { readTokens } from '@mcp-guard/net/oauth';
import { CONFIG_OPTION, type CommandTools, type ConfigOption, type RegisterCommand } from '../command.js';
import { JSON_HELP, tellIn, type JsonOption } from '../output/json-messages.js';
import {
  describeProvider,
  findProvider,
  logInAtProvider,
  logOutAtProvider,
  toProviderReport,
  type ProviderPlace,
} from '../logins/at-provider.js';
import { findServerPlace, listServerPlaces } from '../logins/server-place.js';
import { logInAtServer, logOutAtServer } from '../logins/at-server.js';
import { describeServer, isUsable, readServerReport } from '../logins/server-report.js';

export const auth: RegisterCommand = (program, tools) => {
  const group = program
    .command('auth')
    .description('log in at a remote server, or at the provider of auth.mode: oauth')
    .addHelpText('after', '\nExample:\n  mcp-guard auth login github');
  group
    .command('login')
    .argument('[server]', 'a remote server; without it, the provider of auth.oauth')
    .description('log in with a browser')
    .option(...CONFIG_OPTION)
    .option('--no-browser', 'only print the address')
    .option('--json', JSON_HELP)
    .addHelpText('after', '\nExample:\n  mcp-guard auth login github')
    .action((server: string | undefined, options: LoginOptions) =>
      tellIn(tools, options, (told) => logIn(told, server, options)),
    );
  group
    .command('status')
    .argument('[server]', 'one remote server only')
    .description('show the logins; exit 1 if one is missing or has expired')
    .option(...CONFIG_OPTION)
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard auth status --json')
    .action(async (server: string | undefined, { config, json }: ConfigOption & { json?: true }) => {
      const isJson = json === true;
      if (server === undefined) return showAll(tools, config, isJson);
      const report = readServerReport(await findServerPlace(tools, config, server));
      tools.print(isJson ? safeJson(report) : describeServer(report));
      if (!isUsable(report)) tools.setExit(1);
    });
  group
    .command('logout')
    .argument('[server]', 'a remote server; without it, the provider of auth.oauth')
    .description('forget a login, and revoke it')
    .option(...CONFIG_OPTION)
    .option('--json', JSON_HELP)
    .addHelpText('after', '\nExample:\n  mcp-guard auth logout github')
    .action((server: string | undefined, options: ConfigOption & JsonOption) =>
      tellIn(tools, options, (told) => logOut(told, server, options)),
    );
};

interface LoginOptions extends ConfigOption, JsonOption {
  readonly browser: boolean;
}

async function logIn(
  tools: CommandTools,
  server: string | undefined,
  { config, browser }: LoginOptions,
): Promise<void> {
  if (server !== undefined) {
    const login = await logInAtServer(await findServerPlace(tools, config, server), tools, browser);
    return tools.print(`logged in: ${describeServer(login)}`);
  }
  const place = await needProvider(tools, config);
  const tokens = await logInAtProvider(tools, place, browser);
  tools.print(`logged in: ${describeProvider(toProviderReport(place.settings, tokens))}`);
  if (!place.isInForce) tools.note('warning: auth.mode is not oauth, so this login does not count yet');
}

async function logOut(tools: CommandTools, server: string | undefined, { config }: ConfigOption): Promise<void> {
  const words =
    server === undefined
      ? await logOutAtProvider(await needProvider(tools, config))
      : await logOutAtServer(await findServerPlace(tools, config, server));
  tools.print(words);
}

/** The login at the provider, if there is one, and those at servers. A server may need none, so a missing one is no failure here. */
async function showAll(tools: CommandTools, named: string | undefined, isJson: boolean): Promise<void> {
  const loaded = await tools.load(tools.findConfig(named));
  const servers = listServerPlaces(loaded, tools).map(readServerReport);
  const place = servers.length === 0 ? await needProvider(tools, named) : findProvider(loaded, tools);
  const person = place && toProviderReport(place.settings, readTokens(place.folder, place.settings.issuer));
  if (isJson) tools.print(safeJson({ ...person, servers }));
  else {
    if (person) tools.print(describeProvider(person));
    for (const server of servers) tools.print(describeServer(server));
  }
  if (person?.loggedIn === false || servers.some(({ state }) => state === 'expired')) tools.setExit(1);
}

async function needProvider(tools: CommandTools, named: string | undefined): Promise<ProviderPlace> {
  const path = tools.findConfig(named);
  const loaded = await tools.load(path);
  const place = findProvider(loaded, tools);
  if (place) return place;
  const names = listServerPlaces(loaded, tools).flatMap((each) => (each.hasToken ? [] : [each.name]));
  const [name = 'SERVER'] = names.length === 1 ? names : [];
  throw new GuardError('CONFIG_INVALID', `${path} names no provider under auth.oauth`, {
    ...(names.length > 0 && {
      hint: { words: 'to log in at a remote server:', command: commandLine('mcp-guard auth login', name) },
    }),
  });
}
