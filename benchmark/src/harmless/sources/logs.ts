import { join } from 'node:path';
import { call, outputsOf, type Call } from '../commands.js';
import { Installed } from '../installed.js';
import { filesOf } from '../files.js';
import { inHome, ROOT } from '../folders.js';
import type { HarmlessText, Source } from '../text.js';

/** Packages that bring their tests along: of `node --test`, of tape, of vitest. Mocha and jest bring none. */
const NODE_TESTS = ['fastify', 'find-my-way', 'avvio', 'fast-json-stringify', 'light-my-request', 'fast-uri', 'pino'];
const TAPE_TESTS = ['qs', 'object-inspect', 'resolve', 'deep-equal', 'side-channel', 'get-intrinsic', 'es-abstract'];
const INSTALLED = [...NODE_TESTS, ...TAPE_TESTS, 'tape', 'es-value-fixtures', 'has-strict-mode', 'zod', 'vitest'];
const VIEWED = ['typescript', 'express', 'react', 'eslint', 'fastify', 'vite'];
const PYTHON_TESTS =
  'json re datetime decimal fractions unicodedata string struct heapq bisect collections dict list set';
const DEBIAN = 'bash coreutils gcc git libc6 openssl perl python3 curl systemd vim nodejs linux-libc-dev';
/** A package's own, and those in its folders. */
const TESTS = 'test/*.js test/*/*.js';
const REPORTERS = ['verbose', 'tap', 'json', 'junit'];
const NPM = ['npm ls --all', 'npm ls --all --json', 'npm audit --json', 'npm outdated --json', 'npm fund --json'];
const CARGO =
  'cargo init --quiet --name made . && cargo build -vv && cargo test -vv && cargo metadata --format-version 1';
const COMPILED = ['core', 'policy', 'detectors', 'rules', 'store', 'daemon'];

/** What builds, tests and package managers say. */
export const logs: Source = {
  name: 'logs',
  collected: (workshop) => {
    const npm = new Installed(workshop, INSTALLED);
    const run = (...lines: readonly string[]): AsyncGenerator<HarmlessText> =>
      outputsOf(
        workshop,
        lines.map((line) => call(line)),
      );
    return [
      run(...COMPILED.map((name) => `${TSC} -p ${ROOT}/packages/${name} --noEmit --traceResolution`)),
      run(...COMPILED.map((name) => `${TSC} -p ${ROOT}/packages/${name} --noEmit --listFiles --extendedDiagnostics`)),
      npm.log(),
      npm.outputsOf(
        NODE_TESTS.map((name) => inShell(`cd node_modules/${name} && node --test --test-reporter=spec ${TESTS}`)),
      ),
      npm.outputsOf(
        NODE_TESTS.map((name) => inShell(`cd node_modules/${name} && node --test --test-reporter=tap ${TESTS}`)),
      ),
      npm.outputsOf(
        TAPE_TESTS.map((name) => inShell(`cd node_modules/${name} && for test in ${TESTS}; do node "$test"; done`)),
      ),
      npm.outputsOf(
        REPORTERS.map((reporter) => call(`npx vitest run --reporter=${reporter} --dir node_modules/zod/src`)),
      ),
      npm.outputsOf(NPM.map((line) => call(line))),
      run(...VIEWED.map((name) => `npm view ${name} --json`)),
      run('apt-cache dumpavail'),
      run('apt-cache dump'),
      run(`apt-cache show ${DEBIAN}`, `apt-cache policy ${DEBIAN}`, `apt-cache depends ${DEBIAN}`, 'apt-cache stats'),
      run('dpkg -l', `dpkg -s ${DEBIAN}`, `dpkg -L ${DEBIAN}`, 'dpkg -S *bin*'),
      filesOf(workshop, ['/var/log/apt', '/var/lib/dpkg/info'], (path) => !path.endsWith('.list')),
      outputsOf(workshop, pythonTests()),
      run('pip list', 'pip inspect', 'pip debug --verbose', 'pip -vvv download --no-deps --dest . packaging'),
      outputsOf(workshop, [inShell(CARGO), call('rustc --print target-list'), call('rustc --print target-features')]),
      run('go env', 'go list -json std', 'go test -v strings strconv time'),
      run('cmake --system-information', 'gcc -v -Q --help=optimizers', 'java -XshowSettings:all -version', 'perl -V'),
    ];
  },
};

const TSC = join(ROOT, 'node_modules/.bin/tsc');
const inShell = (line: string): Call => ({ command: 'sh', args: ['-c', line] });

function pythonTests(): readonly Call[] {
  const modules = PYTHON_TESTS.split(' ').map((name) => `test.test_${name}`);
  const pythons = inHome('.pyenv/versions/3.1[0-9]*/bin/python3');
  return pythons.map((command) => ({ command, args: ['-m', 'unittest', '-v', ...modules] }));
}
