import { toFolders, type Folders } from './folders.js';
import type { System } from './system.js';

/** The clients whose files are known, as `--client` takes them. */
export type ClientId =
  | 'claude-desktop'
  | 'claude-code'
  | 'cursor'
  | 'vscode'
  | 'codex'
  | 'windsurf'
  | 'zed'
  | 'cline'
  | 'continue'
  | 'gemini-cli'
  | 'junie'
  | 'lm-studio'
  | 'goose'
  | 'opencode'
  | 'amazon-q'
  | 'kiro'
  | 'copilot-cli'
  | 'antigravity'
  | 'crush'
  | 'amp'
  | 'qwen-code';

/** The files in which a client keeps its servers. A last step `*.yaml` means all files of a folder with that ending. */
interface ClientFiles {
  /** Absolute. */
  readonly ofUser: (folders: Folders, platform: System['platform']) => readonly string[];
  /** In a folder of a project, relative to it and with `/`. */
  readonly ofProject?: readonly string[];
}

/** Each holds a list of its own; JSON ones are other clients' files, copied. */
const BLOCKS = ['*.yaml', '*.yml', '*.json'];

/** A user's file of both editions; extensions have theirs below the same folders. */
const inCodeUserFolders = ({ applications }: Folders, ...steps: readonly string[]): readonly string[] =>
  ['Code', 'Code - Insiders'].map((edition) => applications(edition, 'User', ...steps));

const CLIENT_FILES: Readonly<Record<ClientId, ClientFiles>> = {
  'claude-desktop': { ofUser: ({ applications }) => [applications('Claude', 'claude_desktop_config.json')] },
  'claude-code': {
    ofUser: ({ home, named }) => [named('CLAUDE_CONFIG_DIR', home())('.claude.json')],
    ofProject: ['.mcp.json'],
  },
  cursor: { ofUser: ({ home }) => [home('.cursor', 'mcp.json')], ofProject: ['.cursor/mcp.json'] },
  vscode: { ofUser: (folders) => inCodeUserFolders(folders, 'mcp.json'), ofProject: ['.vscode/mcp.json'] },
  codex: {
    ofUser: ({ home, named }) => [named('CODEX_HOME', home('.codex'))('config.toml')],
    ofProject: ['.codex/config.toml'],
  },
  windsurf: { ofUser: ({ home }) => [home('.codeium', 'windsurf', 'mcp_config.json')] },
  zed: {
    ofUser: ({ home, config, applications }, platform) => [
      {
        linux: config('zed', 'settings.json'),
        darwin: home('.config', 'zed', 'settings.json'), // not the folder that XDG_CONFIG_HOME names
        win32: applications('Zed', 'settings.json'),
      }[platform],
    ],
    ofProject: ['.zed/settings.json'],
  },
  cline: {
    ofUser: (folders) => {
      const { home, named } = folders;
      const settings = 'cline_mcp_settings.json';
      const data = named('CLINE_DATA_DIR', named('CLINE_DIR', home('.cline'))('data'));
      return [
        named('CLINE_MCP_SETTINGS_PATH', data('settings', settings))(),
        ...inCodeUserFolders(folders, 'globalStorage', 'saoudrizwan.claude-dev', 'settings', settings), // until 2026
      ];
    },
  },
  continue: {
    ofUser: ({ home }) => [
      home('.continue', 'config.yaml'),
      ...BLOCKS.map((name) => home('.continue', 'mcpServers', name)),
    ],
    ofProject: BLOCKS.map((name) => `.continue/mcpServers/${name}`),
  },
  'gemini-cli': { ofUser: ({ home }) => [home('.gemini', 'settings.json')], ofProject: ['.gemini/settings.json'] },
  junie: { ofUser: ({ home }) => [home('.junie', 'mcp', 'mcp.json')], ofProject: ['.junie/mcp/mcp.json'] },
  'lm-studio': { ofUser: ({ home }) => [home('.lmstudio', 'mcp.json')] },
  goose: {
    ofUser: ({ config, applications }, platform) => [
      platform === 'win32' ? applications('Block', 'goose', 'config', 'config.yaml') : config('goose', 'config.yaml'),
    ],
  },
  opencode: {
    ofUser: ({ config, named }) => {
      const usual = config('opencode', 'opencode.json');
      const files = [usual, config('opencode', 'opencode.jsonc'), named('OPENCODE_CONFIG', usual)()];
      return [...new Set(files)];
    },
    ofProject: ['opencode.json', 'opencode.jsonc', '.opencode/opencode.json', '.opencode/opencode.jsonc'],
  },
  'amazon-q': { ofUser: ({ home }) => [home('.aws', 'amazonq', 'mcp.json')], ofProject: ['.amazonq/mcp.json'] },
  kiro: { ofUser: ({ home }) => [home('.kiro', 'settings', 'mcp.json')], ofProject: ['.kiro/settings/mcp.json'] },
  'copilot-cli': {
    ofUser: ({ home, named }) => [named('COPILOT_HOME', home('.copilot'))('mcp-config.json')],
    ofProject: ['.github/mcp.json'], // it also reads `.mcp.json`, which is reported as Claude Code’s
  },
  antigravity: { ofUser: ({ home }) => [home('.gemini', 'antigravity', 'mcp_config.json')] },
  crush: {
    ofUser: ({ home, config, named }, platform) => [
      named('CRUSH_GLOBAL_CONFIG', config('crush'))('crush.json'),
      ...(platform === 'win32' ? [named('LOCALAPPDATA', home('AppData', 'Local'))('crush', 'crush.json')] : []),
    ],
    ofProject: ['.crush.json', 'crush.json'],
  },
  amp: {
    ofUser: ({ home }) => ['settings.json', 'settings.jsonc'].map((name) => home('.config', 'amp', name)),
    ofProject: ['.amp/settings.json', '.amp/settings.jsonc'],
  },
  'qwen-code': {
    ofUser: ({ home, named }) => [named('QWEN_HOME', home('.qwen'))('settings.json')],
    ofProject: ['.qwen/settings.json', '.qwen/settings.local.json'], // and `.mcp.json`
  },
};

export const userFilesOf = (id: ClientId, system: System): readonly string[] =>
  CLIENT_FILES[id].ofUser(toFolders(system), system.platform);

export const projectFilesOf = (id: ClientId): readonly string[] => CLIENT_FILES[id].ofProject ?? [];

/** The files of every known client, whether they exist or not. */
export const allUserFiles = (system: System): readonly string[] =>
  Object.values(CLIENT_FILES).flatMap(({ ofUser }) => ofUser(toFolders(system), system.platform));

/** Files in which projects bring servers, of every known client. */
export const PROJECT_FILES: readonly string[] = Object.values(CLIENT_FILES).flatMap(({ ofProject = [] }) => ofProject);
