/** The clients that are alike: JSON, with servers by name under one key. Each differs from the others by one row. */
import type { ClientFormat } from './client-format.js';
import { namedServers } from './named-servers.js';

const under = ['mcpServers'];

export const claudeDesktop: ClientFormat = namedServers({
  id: 'claude-desktop',
  title: 'Claude Desktop',
  under,
  spelling: { urls: [] },
});

export const cursor: ClientFormat = namedServers({ id: 'cursor', title: 'Cursor', under });

export const windsurf: ClientFormat = namedServers({
  id: 'windsurf',
  title: 'Windsurf',
  under,
  spelling: { urls: ['serverUrl', 'url'] },
  off: 'disabled',
  unasked: 'alwaysAllow',
});

export const geminiCli: ClientFormat = namedServers({
  id: 'gemini-cli',
  title: 'Gemini CLI',
  placeholder: /\$/, // also `$NAME`
  under,
  spelling: { urls: ['httpUrl', 'url'], sse: ['url'], stdio: undefined },
  unasked: 'trust',
});

export const junie: ClientFormat = namedServers({ id: 'junie', title: 'Junie', under });

export const lmStudio: ClientFormat = namedServers({ id: 'lm-studio', title: 'LM Studio', under });

export const amazonQ: ClientFormat = namedServers({
  id: 'amazon-q',
  title: 'Amazon Q Developer',
  under,
  off: 'disabled',
  unasked: 'autoApprove',
});

export const kiro: ClientFormat = namedServers({
  id: 'kiro',
  title: 'Kiro',
  under,
  off: 'disabled',
  unasked: 'autoApprove',
});

export const copilotCli: ClientFormat = namedServers({ id: 'copilot-cli', title: 'GitHub Copilot CLI', under });

export const antigravity: ClientFormat = namedServers({
  id: 'antigravity',
  title: 'Antigravity',
  under,
  spelling: { urls: ['serverUrl'] },
  off: 'disabled',
});

export const crush: ClientFormat = namedServers({
  id: 'crush',
  title: 'Crush',
  placeholder: /\$/, // also `$NAME` and `$(command)`
  under: ['mcp'],
  off: 'disabled',
});

export const amp: ClientFormat = namedServers({
  id: 'amp',
  title: 'Amp',
  under: ['amp.mcpServers'], // one key, with a dot in it
});

export const qwenCode: ClientFormat = namedServers({
  id: 'qwen-code',
  title: 'Qwen Code',
  placeholder: /\$/, // also `$NAME`
  under,
  spelling: { urls: ['httpUrl', 'url'], sse: ['url'], stdio: undefined },
  unasked: 'trust',
});
