import { outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import type { ServerName } from '../servers.ts';

/** The handshake, a ping in the era that has it, a discovery in the one that has that. */
const handshake = (server: ServerName): Scenario => ({
  name: 'the handshake and a sign of life',
  server,
  run: ({ client }) =>
    outcomes({
      handshake: async () => client.handshake(),
      ping: () => client.ping(),
      discover: async () => client.discover?.(),
    }),
});

const lists = (server: ServerName): Scenario => ({
  name: 'every list',
  server,
  run: ({ client }) =>
    outcomes({
      tools: () => client.listTools(),
      resources: () => client.listResources(),
      templates: () => client.listResourceTemplates(),
      prompts: () => client.listPrompts(),
    }),
});

export const everythingHandshake = handshake('everything');
export const filesystemHandshake = handshake('filesystem');
export const bothErasHandshake = handshake('both-eras');
export const everythingLists = lists('everything');
export const bothErasLists = lists('both-eras');
export const filesystemList: Scenario = {
  name: 'the list of tools',
  server: 'filesystem',
  run: ({ client }) => outcomes({ tools: () => client.listTools() }),
};
