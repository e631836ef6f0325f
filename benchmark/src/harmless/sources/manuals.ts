import { basename } from 'node:path';
import { call, outputsOf } from '../commands.js';
import { filesOf, listFiles, nameMatches } from '../files.js';
import type { HarmlessText, Source } from '../text.js';
import type { Workshop } from '../workshop.js';

/** Programs that only tell about themselves when they are asked for help. */
const HELPFUL = `ls cp tar grep sed gawk find sort curl wget ssh-keygen rsync git node npm npx pip cargo rustc gcc cmake make
  psql pg_dump kubectl docker terraform sqlite3 jq openssl perl java apt-get dpkg systemctl journalctl ip ss lsof ps top
  less vim nano screen tmux gpg patch diff file xargs strace gdb objdump readelf ld as nm ar ffmpeg convert helm aws gcloud az`;
const GIT =
  'add bisect branch checkout clone commit config diff fetch log merge pull push rebase remote reset show stash';
const DOCKER = 'build run ps exec images inspect logs network pull push compose volume';
const CURL = 'all auth connection http tls';

/** Man pages as they are shown and as they are written, info files, and what programs say of themselves. */
export const manuals: Source = {
  name: 'manuals',
  collected: (workshop) => [
    manPages(workshop),
    filesOf(workshop, ['/usr/share/man'], isManPage),
    filesOf(workshop, ['/usr/share/info'], nameMatches(/\.gz$/)),
    outputsOf(
      workshop,
      words(HELPFUL).map((name) => call(`${name} --help`)),
    ),
    outputsOf(
      workshop,
      words(GIT).map((name) => call(`git ${name} -h`)),
    ),
    outputsOf(
      workshop,
      words(DOCKER).map((name) => call(`docker ${name} --help`)),
    ),
    outputsOf(
      workshop,
      words(CURL).map((name) => call(`curl --help ${name}`)),
    ),
    outputsOf(
      workshop,
      ['cmake --help-full', 'gcc --help=common', 'openssl help', 'node --v8-options'].map((line) => call(line)),
    ),
  ],
};

const words = (text: string): readonly string[] => text.split(/\s+/);

/** Several at once: each start of `man` costs more than what it shows. */
const PAGES = 2;

/** Of one program there are thousands, twice over. */
const isManPage = (path: string): boolean => /\/man\/man\d\/(?!gcloud_(?:alpha|beta))[^/]+\.gz$/.test(path);

async function* manPages(workshop: Workshop): AsyncGenerator<HarmlessText> {
  const paths = await listFiles(workshop, ['/usr/share/man'], isManPage);
  for (let first = 0; first < paths.length; first += PAGES) {
    const pages = paths.slice(first, first + PAGES);
    const names = pages.map((path) => basename(path, '.gz'));
    for await (const text of outputsOf(workshop, [{ command: 'man', args: ['-P', 'cat', '-l', ...pages] }]))
      yield { ...text, place: `man ${names.join(' ')}: ${text.place.split(' ').at(-1)}` };
  }
}
