import { createHash } from 'node:crypto';
import { ALNUM, BASE64, DIGITS, HEX, LOWER, UPPER, type Random } from '../harness/random.js';

type Make = (random: Random) => string;

const words = (random: Random, all: readonly string[], count: number): string =>
  Array.from({ length: count }, () => random.pick(all)).join(' ');
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');
const pad = (value: number, length = 2): string => value.toString().padStart(length, '0');
const hash = (random: Random, algorithm: string): string =>
  createHash(algorithm).update(random.text(9, ALNUM)).digest('hex');

const ENGLISH =
  'the file was changed because our tests need another folder and every module reads its settings from there before it starts so please check that nothing else depends on it when you merge'.split(
    ' ',
  );
const GERMAN =
  'die Prüfung wäre schöner wenn größere Dateien nicht über das Netz kämen und jede Änderung gleich sichtbar würde'.split(
    ' ',
  );
const RUSSIAN = 'мы проверили все файлы в папке и исправили ошибки которые мешали сборке проекта вчера вечером'.split(
  ' ',
);
const CHINESE = [
  '我们',
  '检查',
  '了',
  '所有',
  '文件',
  '并且',
  '修复',
  '构建',
  '中',
  '的',
  '错误',
  '请',
  '查看',
  '报告',
];
const PERSIAN = ['می\u200cخواهم', 'پرونده\u200cها', 'را', 'بررسی', 'کنم', 'و', 'گزارش', 'بنویسم', 'نمی\u200cشود'];
const HINDI = ['फ़ाइल', 'की', 'जाँच', 'करें', 'क्\u200dष', 'और', 'रिपोर्ट', 'लिखें'];
const ARABIC = ['راجعنا', 'جميع', 'الملفات', 'في', 'المجلد', 'وأصلحنا', 'الأخطاء'];
const JAPANESE = ['ファイル', 'を', '確認', 'し', '、', '設定', 'を', '変更', 'しました', '。'];
const EMOJI = [
  '👩‍👩‍👧‍👦',
  '🏳️‍🌈',
  '👍🏽',
  '❤️',
  '🇩🇪',
  '🇮🇷',
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  '1️⃣',
  '🧑‍💻',
  '☕',
];
const NAMES = [
  'user',
  'total',
  'index',
  'items',
  'result',
  'config',
  'folder',
  'width',
  'node',
  'entry',
  'buffer',
  'page',
];
const VERBS = ['read', 'write', 'count', 'render', 'load', 'parse', 'merge', 'open', 'close', 'update'];

const name = (random: Random): string =>
  `${random.pick(VERBS)}${random.pick(NAMES).replace(/^./, (letter) => letter.toUpperCase())}`;
const ean = (body: string): string => {
  const sum = Array.from(body).reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return body + ((10 - (sum % 10)) % 10).toString();
};
const png = (random: Random, size: number): string =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), random.bytes(size)]).toString('base64');
const version = (random: Random): string => `${random.below(30)}.${random.below(40)}.${random.below(100)}`;
const uuid = (random: Random): string => {
  const digits = random.text(32, HEX);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
};
const date = (random: Random): string =>
  `20${pad(random.between(10, 29))}-${pad(random.between(1, 12))}-${pad(random.between(1, 28))}`;
const time = (random: Random): string => `${pad(random.below(24))}:${pad(random.below(60))}:${pad(random.below(60))}`;

/** What agents send all day, by its kind. Nothing here is a secret, and all of it looks a little like one. */
export const HARMLESS: Readonly<Record<string, Make>> = {
  'a sentence': (r) => `${words(r, ENGLISH, 12)}.`,
  'German text': (r) => `${words(r, GERMAN, 12)}.`,
  'Russian text': (r) => `${words(r, RUSSIAN, 12)}.`,
  'Chinese text': (r) => `${words(r, CHINESE, 12).replaceAll(' ', '')}。`,
  'Persian text': (r) => `${words(r, PERSIAN, 10)}.`,
  'Hindi text': (r) => `${words(r, HINDI, 10)}।`,
  'Arabic text': (r) => `${words(r, ARABIC, 10)}.`,
  'Japanese text': (r) => words(r, JAPANESE, 12).replaceAll(' ', ''),
  'mixed scripts': (r) => `${words(r, ENGLISH, 3)} ${words(r, RUSSIAN, 3)} ${words(r, CHINESE, 3)}`,
  emoji: (r) => `${words(r, ENGLISH, 4)} ${words(r, EMOJI, 5)}`,
  'a long text': (r) => lines(60, () => words(r, ENGLISH, 14)),
  'a Unix time': (r) => `created at ${r.between(1_500_000_000, 1_900_000_000)}`,
  'a Unix time in milliseconds': (r) => `${r.between(1_500_000_000, 1_900_000_000)}${r.text(3, DIGITS)}`,
  'an order number': (r) => `order ${r.between(1_000_000_000, 9_999_999_999)} has shipped`,
  'an invoice': (r) =>
    `Invoice INV-${r.between(2020, 2029)}-${pad(r.below(99_999), 5)} of ${date(r)}, total ${r.below(9999)}.${pad(r.below(100))} EUR`,
  'a ticket': (r) => `${r.text(4, UPPER)}-${r.between(1, 99_999)}: ${words(r, ENGLISH, 5)}`,
  'a UUID': uuid,
  'a list of UUIDs': (r) => lines(8, () => uuid(r)),
  'a SHA-1': (r) => `commit ${hash(r, 'sha1')}`,
  'a SHA-256': (r) => `sha256:${hash(r, 'sha256')}`,
  'an MD5': (r) => `${hash(r, 'md5')}  ${r.text(6, LOWER)}.tar.gz`,
  'an integrity of a package': (r) => `"integrity": "sha512-${r.bytes(64).toString('base64')}"`,
  'a version': (r) => `${r.text(7, LOWER)}@${version(r)}-beta.${r.below(20)}+${r.text(7, HEX)}`,
  versions: (r) => lines(6, () => `    "${r.text(8, LOWER)}": "^${version(r)}",`),
  'a coordinate': (r) => `${r.between(-89, 89)}.${r.text(6, DIGITS)}, ${r.between(-179, 179)}.${r.text(6, DIGITS)}`,
  'an ISBN': (r) => `ISBN ${ean(`978${r.text(9, DIGITS)}`)}`,
  'an ISBN with dashes': (r) =>
    ean(`978${r.text(9, DIGITS)}`).replace(/^(\d{3})(\d)(\d{4})(\d{4})(\d)$/, 'ISBN $1-$2-$3-$4-$5'),
  'a time': (r) => `${date(r)}T${time(r)}.${r.text(3, DIGITS)}Z`,
  'a log': (r) =>
    lines(
      8,
      () =>
        `${date(r)} ${time(r)} INFO [worker-${r.below(8)}] ${name(r)} took ${r.below(5000)} ms, ${r.below(1_000_000)} bytes, id=${r.text(12, HEX)}`,
    ),
  'an access log': (r) =>
    lines(
      5,
      () =>
        `10.${r.below(256)}.${r.below(256)}.${r.below(256)} - - [${pad(r.between(1, 28))}/Mar/2026:${time(r)} +0000] "GET /api/v${r.below(4)}/${r.pick(NAMES)}?page=${r.below(90)} HTTP/1.1" 200 ${r.below(99_999)}`,
    ),
  TypeScript: (r) =>
    lines(
      6,
      () =>
        `export function ${name(r)}(${r.pick(NAMES)}: string): number {\n  return ${r.pick(NAMES)}.${r.pick(VERBS)}(${r.below(1000)});\n}`,
    ),
  Python: (r) =>
    lines(
      5,
      () =>
        `def ${r.pick(VERBS)}_${r.pick(NAMES)}(self, ${r.pick(NAMES)}=None):\n    return [${r.pick(NAMES)} for ${r.pick(NAMES)} in range(${r.below(500)})]`,
    ),
  SQL: (r) =>
    `SELECT ${r.pick(NAMES)}_id, COUNT(*) FROM ${r.pick(NAMES)}s WHERE created_at > '${date(r)}' AND ${r.pick(NAMES)} <> ${r.below(9999)} GROUP BY 1 ORDER BY 2 DESC LIMIT ${r.below(500)};`,
  'a diff': (r) =>
    `diff --git a/src/${r.pick(NAMES)}.ts b/src/${r.pick(NAMES)}.ts\nindex ${r.text(7, HEX)}..${r.text(7, HEX)} 100644\n@@ -${r.below(200)},7 +${r.below(200)},9 @@\n-const ${r.pick(NAMES)} = ${r.below(100)};\n+const ${r.pick(NAMES)} = ${r.below(100)};\n`,
  JSON: (r) =>
    JSON.stringify({
      id: r.below(1_000_000),
      [r.pick(NAMES)]: words(r, ENGLISH, 4),
      list: [1, 2.5, null, true],
      at: date(r),
    }),
  YAML: (r) =>
    `services:\n  ${r.pick(NAMES)}:\n    image: ${r.text(6, LOWER)}:${version(r)}\n    ports: ["${r.between(1000, 9999)}:${r.between(1000, 9999)}"]\n    replicas: ${r.below(9)}\n`,
  XML: (r) =>
    `<row id="${r.below(99_999)}"><name>${words(r, ENGLISH, 2)}</name><price currency="EUR">${r.below(999)}.${pad(r.below(100))}</price></row>`,
  HTML: (r) =>
    `<p class="c-${r.text(6, LOWER)}">${words(r, ENGLISH, 6)} &amp; <a href="/docs/${r.pick(NAMES)}#s${r.below(20)}">more</a>&nbsp;&#8211; &copy; 2026</p>`,
  CSV: (r) =>
    lines(
      8,
      () => `${r.below(9999)},${r.pick(NAMES)},${date(r)},${r.below(500)}.${pad(r.below(100))},${r.text(3, UPPER)}`,
    ),
  Markdown: (r) =>
    `# ${words(r, ENGLISH, 3)}\n\n- \`${name(r)}\`: ${words(r, ENGLISH, 5)}\n\n| a | b |\n|---|---|\n| ${r.below(99)} | ${r.below(99)} |\n`,
  'a URL': (r) =>
    `https://docs.example.org/${r.pick(NAMES)}/${r.pick(VERBS)}?page=${r.below(99)}&sort=${r.pick(NAMES)}#part-${r.below(50)}`,
  'an encoded URL': (r) =>
    `https://example.org/search?q=${encodeURIComponent(words(r, GERMAN, 4))}&id=${r.below(1_000_000)}`,
  'a path': (r) => `/srv/${r.pick(NAMES)}/${r.pick(VERBS)}/${r.text(8, LOWER)}.${r.pick(['ts', 'md', 'json', 'py'])}`,
  'a path of Windows': (r) => `C:\\Work\\${r.pick(NAMES)}\\${r.text(6, LOWER)}.txt`,
  'a base64 image': (r) => `data:image/png;base64,${png(r, 200)}`,
  'a base64 font': (r) => `d09GMgABAAAAA${r.text(240, BASE64)}`,
  'base64 of a sentence': (r) => Buffer.from(words(r, ENGLISH, 8)).toString('base64'),
  'hex of a sentence': (r) => Buffer.from(words(r, ENGLISH, 8)).toString('hex'),
  'a hex dump': (r) =>
    lines(
      4,
      (index) =>
        `${pad(index * 16, 8)}  ${Array.from({ length: 16 }, () => r.text(2, HEX)).join(' ')}  |................|`,
    ),
  CSS: (r) =>
    `.${r.text(6, LOWER)} { color: #${r.text(6, HEX)}; margin: ${r.below(30)}px ${r.below(30)}px; transform: translate(${r.below(99)}.${r.below(99)}%); }`,
  'a stack trace': (r) =>
    `Error: ${words(r, ENGLISH, 4)}\n    at ${name(r)} (/app/src/${r.pick(NAMES)}.js:${r.below(500)}:${r.below(80)})\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`,
  'a shell command': (r) =>
    `find . -name '*.${r.pick(['ts', 'js'])}' -mtime -${r.below(30)} | xargs grep -n "${r.pick(NAMES)}" | head -${r.below(100)}`,
  numbers: (r) => Array.from({ length: 40 }, () => r.below(100_000)).join(' '),
  floats: (r) => Array.from({ length: 20 }, () => `${r.below(10)}.${r.text(12, DIGITS)}`).join(', '),
  'a tracking number': (r) => `tracking 1Z${r.text(16, DIGITS + UPPER)}`,
  measurements: (r) =>
    `${r.below(400)} x ${r.below(400)} x ${r.below(400)} mm, ${r.below(90)}.${r.below(9)} kg, -${r.below(40)} °C, ±${r.below(9)} %`,
  'a formula': (r) => `f(x) = ${r.below(9)}x² + ${r.below(9)}x − ${r.below(99)}, ∑ᵢ αᵢ ≤ ∞, x ∈ ℝ`,
  'a MIME part': (r) =>
    `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n${words(r, ENGLISH, 6)} =C3=A4 caf=C3=A9\n`,
  'a lock file': (r) =>
    lines(
      4,
      () =>
        `  ${r.text(8, LOWER)}@${version(r)}:\n    resolution: {integrity: sha512-${r.bytes(64).toString('base64')}}\n    engines: {node: '>=${r.below(24)}'}`,
    ),
  'a date range': (r) =>
    `${date(r)} to ${date(r)}, ${pad(r.between(1, 28))}/${pad(r.between(1, 12))}/2026, ${r.between(1, 12)}-${r.between(1, 28)}-26`,
  'a regular expression': () =>
    String.raw`/^(?:[a-z0-9]+[-_.])*[a-z0-9]+$/i.test(value) && /\d{3}-\d{2}-\d{4}/.exec(line)`,
  'a GraphQL query': (r) =>
    `query { ${r.pick(NAMES)}(first: ${r.below(100)}) { edges { node { id ${r.pick(NAMES)} } } pageInfo { endCursor hasNextPage } } }`,
};

/** The same with words that a form for a person may not hold. */
export const ABOUT_SECRETS: Readonly<Record<string, Make>> = {
  'code that handles passwords': (r) =>
    `const password = process.env.DB_PASSWORD;\nif (!password) throw new Error('DB_PASSWORD is not set');\n${name(r)}({ password, token: getToken() });`,
  'a template of settings': (r) =>
    `DB_HOST=localhost\nDB_PORT=${r.between(1024, 9999)}\nDB_PASSWORD=\nAPI_KEY=<your key>\nTOKEN=\${TOKEN}\n`,
  'a workflow': (r) =>
    `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v${r.below(6)}\n        with:\n          token: \${{ secrets.GITHUB_TOKEN }}\n`,
  'talk about secrets': () =>
    'Never commit a password, an API key or a token. Rotate the secret every 90 days, and keep the private key offline.',
};
