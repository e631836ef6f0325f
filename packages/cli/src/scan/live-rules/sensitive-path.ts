import { toWhere } from '../live/definitions.js';
import { inEach, type LiveRule } from '../live/live-rule.js';

/** People keep credentials at these places; in lower case, with `/` for every backslash. */
const PATHS: readonly RegExp[] = [
  /(?<![\w.])\.(?:ssh|aws|gnupg|kube|azure)(?![\w-])/,
  /(?<![\w.])\.(?:netrc|npmrc|pypirc|pgpass|git-credentials|bash_history|zsh_history)(?!\w)/,
  /(?<![\w.])\.env(?:\.(?:local|production|development))?(?![\w.([])/,
  /(?<!\w)id_(?:rsa|dsa|ecdsa|ed25519)(?!\w)/,
  /\/etc\/(?:passwd|shadow|sudoers)(?!\w)/,
  /(?<!\w)(?:\.docker\/config\.json|application_default_credentials\.json|login\.keychain|wallet\.dat)/,
  /(?<!\w)(?:\.?mcp\.json|claude_desktop_config\.json|\.claude\.json|\.codex\/config\.toml|mcp_config\.json)(?!\w)/,
  /(?<!\w)\.config\/mcp-guard(?!\w)|(?<!\w)mcp-guard\.yaml(?!\w)/,
];

export const sensitivePath: LiveRule = {
  id: 'sensitive-path',
  severity: 'high',
  title:
    'a place where people keep credentials, in what a server declares about itself, its tools, prompts or resources',
  check: inEach(({ title, texts }) => {
    for (const each of texts) {
      const text = each.text.toLowerCase().replaceAll('\\', '/');
      const found = PATHS.map((path) => path.exec(text)?.[0]).find((path) => path !== undefined);
      if (found === undefined) continue;
      const fix = 'find out what it wants there, and refuse it the argument in the guard’s policy';
      return { why: `${title} names ${found} in ${toWhere(each)}`, fix };
    }
    return undefined;
  }),
};
