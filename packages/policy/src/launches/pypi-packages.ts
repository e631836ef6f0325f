import type { PackageKind } from './package-kind.js';

/** PEP 508, with extras. */
const NAME = /^[a-z0-9](?:[\w.-]*[a-z0-9])?(?:\[[\w,.-]*\])?$/i;
const FILE = /\.(?:whl|zip|tar|t?gz|bz2|xz|py|pyz)$/i;
/** PEP 440 without ranges and local versions. */
const VERSION = /^(?:\d{1,8}!)?\d{1,16}(?:\.\d{1,16}){0,16}(?:(?:a|b|rc)\d{1,8})?(?:\.post\d{1,8})?(?:\.dev\d{1,8})?$/;

const normalize = (name: string): string => name.replace(/[-_.]{1,256}/g, '-').toLowerCase(); // PEP 503

/** As `uvx` and `pipx run` name them: `name==1.2.3`, `name@1.2.3`, `name[extra]==1.2.3`. */
export const pypiPackages: PackageKind = {
  split(spec) {
    const [, name = spec, version] = /^([^@=]*)(?:==|@)(.*)$/s.exec(spec) ?? [];
    return { name, version };
  },
  isName: (name) => NAME.test(name) && !FILE.test(name),
  isVersion: (version) => VERSION.test(version),
  canonical: normalize,
  fold: (name) => normalize(name.replace(/\[.*$/s, '')),
  views: (word) => [
    word.replace(/[-_.]/g, '-').replace(/-{2,}/g, '-'),
    word.replace(/[-_]/g, '-').replaceAll('.', '/'),
  ],
  inName: /[a-z0-9-]/,
  program: /^(?:uvx|uv|pipx|pip|python|pythonw|pypy|py|rye|pdm|poetry|hatch|pixi|conda|mamba)[\d.]*$/,
  folders: ['site-packages', 'dist-packages', 'uv/tools', 'pipx/venvs'],
};
