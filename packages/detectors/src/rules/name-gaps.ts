/* The name of a product and a value of it that nothing else labels are joined by these. */

/**
 * How a name and its value belong together: `assigned` is the value to the name itself, `called` is a thing of that name
 * with it, `listed` stands it beside the name, as in a row of a table, `spoken` says what is done with it, and `near` is
 * what no more than a blank or a line end separates from the name.
 */
export type Way = 'assigned' | 'called' | 'listed' | 'spoken' | 'near';

export interface Gap {
  readonly length: number;
  readonly way: Way;
}

const BLANKS = '[ \\t]{0,16}';
const QUOTE = '\\\\{0,3}["\'`“”‘’]';
const OPEN = `(?:@?${QUOTE})`;
/** `mapquest_live`, `mapquestClient`, `Mapquest (shop)`. */
const REST =
  '(?:[_-](?:live|prod|production|test|staging|dev|eu|us))?(?:_?[Cc]lient|API|Api)?(?: \\([A-Za-z][A-Za-z -]{0,11}\\))?';
const CALLED = '(?:(?:\\.|::|->|\\\\)[A-Za-z]\\w{0,24}){0,2}!?\\(\\s{0,8}';
/** An argument before the value: a variable or the id that belongs to a key. */
const ARGUMENT = `(?:\\w{1,12},\\s{1,4}|${OPEN}[A-Za-z0-9]{6,40}${QUOTE},\\s{0,4})?`;
const KEYWORD = '(?:\\w{0,16}(?:key|secret|token|pass|password)(?:: |\\s?=\\s?))?';

/** `"plivo", "-k", "…"`, of which the last is a flag. */
const FLAGS = `(?:-(?:agent|cli|mcp|sync|server))?${QUOTE}[,:\\s[]{1,6}(?:["']\\w{2,10}["'][,:\\s[]{1,6}){0,2}["'](?:-[kpst]|(?:--?|/)(?:api-?)?(?:auth|cred|creds|key|secret|token|pass|password))["'],\\s{1,4}`;

const WAYS: readonly (readonly [Way, string])[] = [
  // `plivo = "…"`, `"plivo": …`, `plivo => …`, `plivo → …`, `case "plivo": return "…"`; `plivo:…` may be an image's tag
  [
    'assigned',
    `${QUOTE}?\\]?\\)?${BLANKS}(?:=>?|:=|->|→|:(?=[\\s"'\`\\\\]))${BLANKS}(?:(?:return|then) )?\\[?${OPEN}?`,
  ],
  // `Plivo("…")`, `plivo.Client(context, "…")`, `plivo::setup("…")`, `new \Plivo\Client('id', '…')`
  ['called', `${CALLED}${ARGUMENT}${KEYWORD}${OPEN}`],
  ['called', `${FLAGS}${OPEN}`],
  // `("plivo", "…")`, `register('plivo', Buffer.from('…'))`
  ['assigned', `${QUOTE},\\s{1,8}(?:[A-Za-z][\\w.]{1,24}\\()?${OPEN}`],
  // `<plivo>…</plivo>`, `name="plivo">…<`
  ['assigned', `${QUOTE}?>`],
  // `Plivo.configure { |c| c.x = "…" }`
  ['called', `\\.[a-z]{4,12} (?:\\{|do) \\|\\w{1,8}\\|\\s{1,8}\\w{1,8}\\.\\w{1,24} = ${OPEN}`],
  // `name: 'plivo', value: '…'`, `data-provider="plivo" value="…"`
  ['listed', `${QUOTE}?,?\\s{1,16}["']?value["']?\\s?[:=]\\s?${OPEN}?`],
  // A list below the name, of the value or an id and the value
  ['listed', `:[ \\t]{0,4}\\r?\\n[ \\t]{0,12}- (?:[\\w-]{4,40}\\r?\\n[ \\t]{0,12}- )?${OPEN}?`],
  // `| Plivo | … |`, `Plivo,…,yes`
  ['listed', `[ \\t]{0,24}\\|[ \\t]{0,24}\`?|,[ \\t]?`],
  // `for Plivo use …`, `to Plivo with …`, `Plivo needs …`
  ['spoken', ` (?:use|uses|using|with|needs|takes|wants|expects) ${OPEN}?`],
  // `api.plivo.com with …`
  ['spoken', `(?:\\.[a-z]{2,10}){1,2}(?:/[\\w/.-]{0,40})?${QUOTE}?\\s(?:with|using) ${OPEN}?`],
  // `"https://api.plivo.com/v2", "…"`
  ['near', `(?:\\.[a-z]{2,10}){1,2}(?:/[\\w/.-]{0,40})?${QUOTE},\\s{1,8}${OPEN}`],
  // `Plivo (shop)   …`
  ['near', `[ \\t]{1,24}`],
];
const GAP = new RegExp(`${REST}(?:${WAYS.map(([, source]) => `(${source})`).join('|')})(?=[\\w+/])`, 'y');

/** A heading, or a host in a comment, and the value as the line below. */
const LINE_END = new RegExp(
  `(?:\\.[a-z]{2,10}){0,2}:?[ \\t]{0,4}\\r?\\n[ \\t]{0,8}(?:[a-z]\\w{0,12} ?:?= ?${OPEN})?(?=[^\\s"'\`]{14,260}["'\`]?;?[ \\t]{0,4}(?:[\\r\\n]|$))`,
  'y',
);
const LINE_BEGIN = /(?:^|[\r\n])[\s#/*=>;-]{0,8}(?:https?:\/\/)?(?:[a-z]{2,8}\.){0,2}$/;
const MAX_BEGIN = 40;

/** A gap begins with one of these: a name within a sentence or a path is done with here. */
const BEGINS: ReadonlySet<number> = new Set(Array.from(' \t\r\n"\'`\\”’=:->→|(,._[])CA', (char) => char.charCodeAt(0)));

export function gapBehind(text: string, start: number, end: number): Gap | undefined {
  if (!BEGINS.has(text.charCodeAt(end)) || isWithin(text, start)) return undefined;
  GAP.lastIndex = end;
  const match = GAP.exec(text);
  if (!match) return heading(text, start, end);
  const at = match.findIndex((group, index) => index > 0 && group !== undefined) - 1;
  return { length: match[0].length, way: WAYS[at]?.[0] ?? 'near' };
}

function heading(text: string, start: number, end: number): Gap | undefined {
  LINE_END.lastIndex = end;
  const [all] = LINE_END.exec(text) ?? [];
  if (all === undefined || !LINE_BEGIN.test(text.slice(Math.max(0, start - MAX_BEGIN), start))) return undefined;
  return { length: all.length, way: 'near' };
}

/** `owner/plivo: …`, `github.com/plivo`, `@plivo`, `explivo`, base64. */
function isWithin(text: string, start: number): boolean {
  const before = text.charAt(start - 1);
  if (/[@+\d]/.test(before) || (before === '/' && text.charAt(start - 2) !== '/')) return true;
  return /[a-z]/i.test(before) && !(/[a-z]/.test(before) && /[A-Z]/.test(text.charAt(start)));
}

/** `"…" // Plivo`, `…  # plivo`, `… (plivo)` */
const COMMENT = new RegExp(`${QUOTE}?[\\],;)]{0,3}[ \\t]{1,8}(?://|#|--|\\()[ \\t]{0,2}$`);
const COMMENT_ENDS = /^[ )*-]{0,8}(?:[\r\n]|$)/;
/** `"…", forHTTPHeaderField: "X-Plivo-Key"` */
const HEADER = new RegExp(`${QUOTE},\\s{1,4}(?:for[A-Za-z]{0,20}: )?@?${QUOTE}[Xx]-$`);
const HEADER_ENDS = /^-[\w-]{2,16}["'`]/;
const MAX_GAP = 40;
const GAP_ENDS: ReadonlySet<string> = new Set([' ', '/', '#', '-', '(']);

/** Reads the gap between a value and the name behind it. */
export function gapBefore(text: string, start: number, end: number): Gap | undefined {
  if (!GAP_ENDS.has(text.charAt(start - 1))) return undefined;
  const before = text.slice(Math.max(0, start - MAX_GAP), start);
  const behind = text.slice(end, end + 20);
  const [header] = HEADER_ENDS.test(behind) ? (HEADER.exec(before) ?? []) : [];
  if (header !== undefined) return { length: header.length, way: 'called' };
  const [comment] = COMMENT_ENDS.test(behind) ? (COMMENT.exec(before) ?? []) : [];
  return comment === undefined ? undefined : { length: comment.length, way: 'listed' };
}
