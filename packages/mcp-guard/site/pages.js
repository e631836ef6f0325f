import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The order of the pages in the navigation. A page that no group names stands in the last one. */
const GROUPS = [
  ['Start', ['README.md', 'docs/quick-start.md', 'docs/faq.md', 'docs/troubleshooting.md', 'docs/upgrade.md']],
  ['Tasks', ['docs/tasks/']],
  ['Rules', ['docs/policy.md', 'docs/detection.md', 'docs/keys.md', 'docs/errors.md']],
  ['Operation', ['docs/clients.md', 'docs/dashboard.md', 'docs/scan.md', 'docs/metrics.md', 'docs/telemetry.md']],
  ['Clients', ['docs/clients/']],
  ['Project', ['.github/SECURITY.md', 'docs/']],
];

const targetOf = (source) => {
  if (source === 'README.md') return 'index.html';
  return source
    .replace(/^(?:docs|\.github)\//u, '')
    .replace(/\.md$/u, '.html')
    .toLowerCase();
};

/** Every page: its source from the root of the repository, its place in the site and its title. @returns groups of pages */
export function findPages(root) {
  const sources = [
    'README.md',
    '.github/SECURITY.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`)
      .toSorted(),
  ];
  const left = new Set(sources);
  return GROUPS.map(([title, names]) => {
    const own = names.flatMap((name) => [...left].filter((source) => source === name || isIn(source, name)));
    for (const source of own) left.delete(source);
    return { title, pages: own.map((source) => ({ source, target: targetOf(source), title: titleOf(root, source) })) };
  });
}

const isIn = (source, folder) => folder.endsWith('/') && source.startsWith(folder);

const titleOf = (root, source) => {
  const [, title = source] = /^# (.+)$/mu.exec(readFileSync(join(root, source), 'utf8')) ?? [];
  return title.replaceAll('`', '');
};
