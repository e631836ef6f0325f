import type { System } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../src/clients/registry.js';

const LINUX: System = { platform: 'linux', home: '/home/anna', env: {} };
const MAC: System = { platform: 'darwin', home: '/Users/anna', env: {} };
const WINDOWS: System = { platform: 'win32', home: 'C:\\Users\\anna', env: {} };

const paths = (id: string, system: System): readonly string[] =>
  CLIENTS.find((client) => client.id === id)?.userFiles(system) ?? [];

const CODE = 'globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json';
const CLINE = '~/.cline/data/settings/cline_mcp_settings.json';
const BLOCKS = ['*.yaml', '*.yml', '*.json'];

/** Where a client keeps its files on every system; `~` is the home folder. */
const EVERYWHERE: Readonly<Record<string, readonly string[]>> = {
  'claude-code': ['~/.claude.json'],
  cursor: ['~/.cursor/mcp.json'],
  codex: ['~/.codex/config.toml'],
  windsurf: ['~/.codeium/windsurf/mcp_config.json'],
  continue: ['~/.continue/config.yaml', ...BLOCKS.map((name) => `~/.continue/mcpServers/${name}`)],
  'gemini-cli': ['~/.gemini/settings.json'],
  junie: ['~/.junie/mcp/mcp.json'],
  'lm-studio': ['~/.lmstudio/mcp.json'],
  opencode: ['~/.config/opencode/opencode.json', '~/.config/opencode/opencode.jsonc'],
  'amazon-q': ['~/.aws/amazonq/mcp.json'],
  kiro: ['~/.kiro/settings/mcp.json'],
  'copilot-cli': ['~/.copilot/mcp-config.json'],
  antigravity: ['~/.gemini/antigravity/mcp_config.json'],
  amp: ['~/.config/amp/settings.json', '~/.config/amp/settings.jsonc'],
  'qwen-code': ['~/.qwen/settings.json'],
};

/** The places that differ. */
const ON: readonly (readonly [System, Readonly<Record<string, readonly string[]>>])[] = [
  [
    LINUX,
    {
      'claude-desktop': ['~/.config/Claude/claude_desktop_config.json'],
      vscode: ['~/.config/Code/User/mcp.json', '~/.config/Code - Insiders/User/mcp.json'],
      zed: ['~/.config/zed/settings.json'],
      cline: [CLINE, `~/.config/Code/User/${CODE}`, `~/.config/Code - Insiders/User/${CODE}`],
      goose: ['~/.config/goose/config.yaml'],
      crush: ['~/.config/crush/crush.json'],
    },
  ],
  [
    MAC,
    {
      'claude-desktop': ['~/Library/Application Support/Claude/claude_desktop_config.json'],
      vscode: [
        '~/Library/Application Support/Code/User/mcp.json',
        '~/Library/Application Support/Code - Insiders/User/mcp.json',
      ],
      zed: ['~/.config/zed/settings.json'],
      cline: [
        CLINE,
        `~/Library/Application Support/Code/User/${CODE}`,
        `~/Library/Application Support/Code - Insiders/User/${CODE}`,
      ],
      goose: ['~/.config/goose/config.yaml'],
      crush: ['~/.config/crush/crush.json'],
    },
  ],
  [
    WINDOWS,
    {
      'claude-desktop': ['~/AppData/Roaming/Claude/claude_desktop_config.json'],
      vscode: ['~/AppData/Roaming/Code/User/mcp.json', '~/AppData/Roaming/Code - Insiders/User/mcp.json'],
      zed: ['~/AppData/Roaming/Zed/settings.json'],
      cline: [CLINE, `~/AppData/Roaming/Code/User/${CODE}`, `~/AppData/Roaming/Code - Insiders/User/${CODE}`],
      goose: ['~/AppData/Roaming/Block/goose/config/config.yaml'],
      crush: ['~/.config/crush/crush.json', '~/AppData/Local/crush/crush.json'],
    },
  ],
];

describe.each(ON)('on $platform', (system, differing) => {
  const toPath = (path: string): string => {
    const absolute = path.replace('~', system.home);
    return system.platform === 'win32' ? absolute.replaceAll('/', '\\') : absolute;
  };

  it.each(CLIENTS)('$id keeps its servers where its documentation says', ({ id, userFiles }) => {
    expect(userFiles(system)).toEqual((differing[id] ?? EVERYWHERE[id] ?? []).map(toPath));
  });
});

it.each([
  ['claude-code', 'CLAUDE_CONFIG_DIR', '/x/.claude.json'],
  ['codex', 'CODEX_HOME', '/x/config.toml'],
  ['copilot-cli', 'COPILOT_HOME', '/x/mcp-config.json'],
  ['cline', 'CLINE_DATA_DIR', '/x/settings/cline_mcp_settings.json'],
  ['cline', 'CLINE_DIR', '/x/data/settings/cline_mcp_settings.json'],
  ['qwen-code', 'QWEN_HOME', '/x/settings.json'],
  ['crush', 'CRUSH_GLOBAL_CONFIG', '/x/crush.json'],
  ['crush', 'XDG_CONFIG_HOME', '/x/crush/crush.json'],
  ['goose', 'XDG_CONFIG_HOME', '/x/goose/config.yaml'],
  ['zed', 'XDG_CONFIG_HOME', '/x/zed/settings.json'],
  ['claude-desktop', 'XDG_CONFIG_HOME', '/x/Claude/claude_desktop_config.json'],
  ['vscode', 'XDG_CONFIG_HOME', '/x/Code/User/mcp.json'],
  ['opencode', 'XDG_CONFIG_HOME', '/x/opencode/opencode.json'],
])('%s goes where %s says, if that is a whole path', (id, variable, path) => {
  const at = (folder: string): readonly string[] => paths(id, { ...LINUX, env: { [variable]: folder } });
  expect(at('/x')[0]).toBe(path);
  expect(at('x')).toEqual(paths(id, LINUX));
  expect(at('')).toEqual(paths(id, LINUX));
});

it('reads the file that OPENCODE_CONFIG names besides its own', () => {
  const files = paths('opencode', { ...LINUX, env: { OPENCODE_CONFIG: '/x/own.json' } });
  expect(files).toEqual([...paths('opencode', LINUX), '/x/own.json']);
});

it('reads the file that CLINE_MCP_SETTINGS_PATH names, before all folders', () => {
  const env = { CLINE_MCP_SETTINGS_PATH: '/x/own.json', CLINE_DATA_DIR: '/y', CLINE_DIR: '/z' };
  expect(paths('cline', { ...LINUX, env })[0]).toBe('/x/own.json');
});

it('uses the folder that APPDATA names', () => {
  const roaming: System = { ...WINDOWS, env: { APPDATA: 'D:\\Roaming' } };
  expect(paths('zed', roaming)).toEqual(['D:\\Roaming\\Zed\\settings.json']);
});
