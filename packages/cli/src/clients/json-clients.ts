/** The clients that are alike: JSON, with servers by name under one key. Each differs from the others by one row. */
import type { ClientFormat } from './client-format.js';
import { namedServers } from './named-servers.js';

const under = ['mcpServers'];

export const claudeDesktop: ClientFormat = namedServers({
  id: 'claude-desktop',
  title: 'Claude Desktop',
  userFiles: ({ applications }) => [applications('Claude', 'claude_desktop_config.json')],
  under,
  spelling: { urls: [] },
});

export const cursor: ClientFormat = namedServers({
  id: 'cursor',
  title: 'Cursor',
  userFiles: ({ home }) => [home('.cursor', 'mcp.json')],
  projectFiles: ['.cursor/mcp.json'],
  under,
});

export const windsurf: ClientFormat = namedServers({
  id: 'windsurf',
  title: 'Windsurf',
  userFiles: ({ home }) => [home('.codeium', 'windsurf', 'mcp_config.json')],
  under,
  spelling: { urls: ['serverUrl', 'url'] },
  off: 'disabled',
  unasked: 'alwaysAllow',
});

export const geminiCli: ClientFormat = namedServers({
  id: 'gemini-cli',
  title: 'Gemini CLI',
  userFiles: ({ home }) => [home('.gemini', 'settings.json')],
  projectFiles: ['.gemini/settings.json'],
  placeholder: /\$/, // also `$NAME`
  under,
  spelling: { urls: ['httpUrl', 'url'], sse: ['url'], stdio: undefined },
  unasked: 'trust',
});

export const junie: ClientFormat = namedServers({
  id: 'junie',
  title: 'Junie',
  userFiles: ({ home }) => [home('.junie', 'mcp', 'mcp.json')],
  projectFiles: ['.junie/mcp/mcp.json'],
  under,
});

export const lmStudio: ClientFormat = namedServers({
  id: 'lm-studio',
  title: 'LM Studio',
  userFiles: ({ home }) => [home('.lmstudio', 'mcp.json')],
  under,
});

export const amazonQ: ClientFormat = namedServers({
  id: 'amazon-q',
  title: 'Amazon Q Developer',
  userFiles: ({ home }) => [home('.aws', 'amazonq', 'mcp.json')],
  projectFiles: ['.amazonq/mcp.json'],
  under,
  off: 'disabled',
  unasked: 'autoApprove',
});

export const kiro: ClientFormat = namedServers({
  id: 'kiro',
  title: 'Kiro',
  userFiles: ({ home }) => [home('.kiro', 'settings', 'mcp.json')],
  projectFiles: ['.kiro/settings/mcp.json'],
  under,
  off: 'disabled',
  unasked: 'autoApprove',
});

export const copilotCli: ClientFormat = namedServers({
  id: 'copilot-cli',
  title: 'GitHub Copilot CLI',
  userFiles: ({ home, named }) => [named('COPILOT_HOME', home('.copilot'))('mcp-config.json')],
  projectFiles: ['.github/mcp.json'], // it also reads `.mcp.json`, which is reported as Claude Code’s
  under,
});

export const antigravity: ClientFormat = namedServers({
  id: 'antigravity',
  title: 'Antigravity',
  userFiles: ({ home }) => [home('.gemini', 'antigravity', 'mcp_config.json')],
  under,
  spelling: { urls: ['serverUrl'] },
  off: 'disabled',
});

export const crush: ClientFormat = namedServers({
  id: 'crush',
  title: 'Crush',
  userFiles: ({ home, config, named }, platform) => [
    named('CRUSH_GLOBAL_CONFIG', config('crush'))('crush.json'),
    ...(platform === 'win32' ? [named('LOCALAPPDATA', home('AppData', 'Local'))('crush', 'crush.json')] : []),
  ],
  projectFiles: ['.crush.json', 'crush.json'],
  placeholder: /\$/, // also `$NAME` and `$(command)`
  under: ['mcp'],
  off: 'disabled',
});

export const amp: ClientFormat = namedServers({
  id: 'amp',
  title: 'Amp',
  userFiles: ({ home }) => ['settings.json', 'settings.jsonc'].map((name) => home('.config', 'amp', name)),
  projectFiles: ['.amp/settings.json', '.amp/settings.jsonc'],
  under: ['amp.mcpServers'], // one key, with a dot in it
});

export const qwenCode: ClientFormat = namedServers({
  id: 'qwen-code',
  title: 'Qwen Code',
  userFiles: ({ home, named }) => [named('QWEN_HOME', home('.qwen'))('settings.json')],
  projectFiles: ['.qwen/settings.json', '.qwen/settings.local.json'], // and `.mcp.json`
  placeholder: /\$/, // also `$NAME`
  under,
  spelling: { urls: ['httpUrl', 'url'], sse: ['url'], stdio: undefined },
  unasked: 'trust',
});
