import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { call, outputsOf, readOutput } from '../commands.js';
import { inHome, ROOT } from '../folders.js';
import type { HarmlessText, Source } from '../text.js';
import type { Workshop } from '../workshop.js';

/** Drawn secrets and personal data, which stand there on purpose. */
const ON_PURPOSE = [
  '**/test',
  'packages/*/demo',
  'packages/detectors/src',
  'packages/*/src/**/self-test*',
  'benchmark/src/security',
  'benchmark/src/detection',
  'benchmark/src/hostile',
].flatMap((path) => [`:(exclude,glob)${path}`, `:(exclude,glob)${path}/**`]);

/** Small ones of several languages. Where there is no network, they are missing. */
const REPOSITORIES = ['expressjs/express', 'pallets/click', 'BurntSushi/ripgrep', 'spf13/cobra'];

/** What `git log` shows of real repositories. */
export const history: Source = {
  name: 'history',
  collected: (workshop) => [
    outputsOf(workshop, [{ command: 'git', args: ['log', '-p', '--', '.', ...ON_PURPOSE], cwd: ROOT }]),
    outputsOf(workshop, [call('git log --stat --format=fuller', ROOT)]),
    ...inHome('.{pyenv,nvm,rbenv,nodenv,oh-my-zsh}/.git').map((folder) =>
      outputsOf(workshop, [call('git log -p', folder)]),
    ),
    ...REPOSITORIES.map((name) => clonedHistory(workshop, name)),
  ],
};

async function* clonedHistory(workshop: Workshop, name: string): AsyncGenerator<HarmlessText> {
  const folder = join(workshop.folder, name.replace('/', '-'));
  const url = `https://github.com/${name}.git`;
  let said = '';
  const clone = call(`git clone --quiet --bare --depth 300 ${url} ${folder}`);
  for await (const piece of readOutput(workshop, clone)) said = (said + piece).slice(-1000);
  if (existsSync(folder)) yield* outputsOf(workshop, [call('git log -p', folder)]);
  else workshop.miss(`the repository ${name}`, said.trim().split('\n').at(-1) ?? '');
}
