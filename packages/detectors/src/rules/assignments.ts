import { BEHIND_COLON, BEHIND_EQUALS } from './gaps.js';

/* A label and its value may be joined so, in code, configuration, markup, commands and prose. Sources of one expression. */

/** A name may be closed so: `"`, `']`, `\"`. */
const CLOSED = String.raw`(?:\.(?:[Tt]ext|[Vv]alue)\b)?(?:\\{0,3}["'\x60]|[\])]){0,3}`;

/** `=`, `: string =`, `: &str =`, `{ get; } =`, `:=`, `||=`, `=>`, `!==`, `<-`, `->`, `|`, `—`. */
const BY_SIGN = String.raw`\s{0,8}(?:(?:(?::[ \t]{0,2}|[ \t])[&*]?[A-Za-z][\w<>[\]&'?.*]{0,20}(?: str)?[ \t]{1,8}=|\{ ?get;[ \w;]{0,24}\}[ \t]{0,4}=|<?<-|[:?.|+!]{0,3}[=\uff1d]{1,3}>?|->|\u2192|\||[\u2013\u2014])\*{0,2}${BEHIND_EQUALS}|(?:::(?= )|[:\uff1a])\*{0,2}${BEHIND_COLON})\*{0,2}`;

/** The default in a shell: `${PASSWORD:-…}`. */
const BY_DEFAULT = String.raw`:?-(?=[^\s"'$}-])`;

/** `set("password", "…")`, `env.PASSWORD || "…"`, `getenv('PASSWORD') ?: '…'`, `fetch('PASSWORD') { '…' }`. */
const BY_FALLBACK = String.raw`\s{0,4}(?:,|\|\||\?\?|\?:|\bor\b|\{)\s{0,8}(?=["'\x60])`;

/** `withToken("…")`, `password.equals("…")`, `token.set("…")`. */
const BY_CALL = String.raw`(?:\.(?:equals(?:IgnoreCase)?|compareTo|isEqualTo|startsWith|set(?:Value)?|put|fill|type(?:Text)?|send_?[kK]eys|pressSequentially|unwrap_or(?:_else\(\|_?\| ?)?)|[ \t]by [a-z]{1,12})?(?:(?<=\| ?)|\()[ \t]?(?=["'\x60])`;

/** `<password>…`, `<td>Password</td><td>…`, `<string>--token</string><string>…`, `key="password" value="…"`, `variable "password" { default = "…"`. */
const BY_MARKUP = [
  String.raw`(?:</[Kk]ey| encoding="base64")?>\s{0,40}(?:<(?:[Vv]alue|string|data)(?: \w{1,24}="\w{1,8}")?>\s{0,40})?`,
  String.raw`:?(?:</(?:b|strong|span|code|em|label)>){0,2}</(?:t[hd]|dt)>\s{0,40}<(?:td|dd)\b[^<>]{0,80}>\s{0,20}(?:<(?:code|b|em|strong|span|pre|kbd)\b[^<>]{0,60}>\s{0,8}){0,2}`,
  String.raw`\s{0,40},?\s{0,40}(?:["']?type["']?\s?[:=]\s?["'][\w-]{1,16}["'],?\s{0,40})?["']?(?:\w{1,12}:)?(?:value|content)["']?\s{0,4}[:=]\s{0,4}`,
  String.raw`[:>]?\s?["']\s{1,8}send(?: --)? (?=["'])`,
  String.raw`</(?:arg|argument|item|param|string|value)>\s{0,40}<(?:arg|argument|item|param|string|value)>`,
  String.raw`\s\{\s{1,40}(?:(?:type|description|sensitive)\s{0,12}=[^\r\n]{0,80}\s{1,40}){0,3}default\s{0,12}=\s{0,4}`,
  String.raw`:\s{1,40}Type:[ \t]String\s{1,40}(?:(?:NoEcho|Description):[^\r\n]{0,80}\s{1,40}){0,2}Default:[ \t]`,
].join('|');

/** `put-parameter --name /app/token --type SecureString --value …`, `secret set APP_TOKEN --body …`. */
const BY_OPTION = String.raw`(?:[ \t]--type[ \t=]\w{1,16})?[ \t]--(?:body|data|secret-string|value)[ \t=]{1,2}`;

/** `password for the wiki was set to …`, `the token that you asked for is …`, `heslo k databázi je …`, `salasana on …`. */
const BY_VERB = String.raw`(?:[ \t][a-z\u00c0-\u024f]{1,16}){0,4}[ \t](?:adalah|este|jest|je|er|é|è|(?<=salasana[a-z]{0,3}[ \t])on)[ \t]{1,4}|[\s*]{1,4}(?:(?:[a-z]{2,12} )?(?:for|of|on|to|de|des|del|do|du|di|da|della|von|vom|für|för|para|per|pour|voor|dla|till|på|av) (?:[\w.@-]{1,24} ){1,8}|(?:you|we|I|they) (?:[a-z]{1,12} ){1,4})?(?:(?:is|was|are|ist|lautet|är|ficou|c'est|est|es|é|è|now|jetzt|maintenant|ahora|agora|adesso|to|TO|equals|will be|should be|(?:re)?set to|changed to|=(?![ \t]{0,8}[\r\n]))[\s:]{1,12}){1,3}`;

/** Words between a label and its colon: `API key (staging): …`. */
const FAR = String.raw`((?:,?[ \t](?:[A-Za-z\d\u00c0-\u024f-]{1,16}|[([][\w ,.-]{1,24}[)\]])){1,4}(?<!fingerprint|[ \t]id|name|hash|digest|type|path|file|url|size|length|version)(?:[ \t\u00a0]?:[ \t]{1,4}|[ \t]?=[ \t]{0,4}))`;

/** A space and perhaps a dash, or a line of its own, which may only look like a label: `--token …`, `token - …`, `API key:⏎…`. */
const LOOSE = String.raw`((?:'s)?[ \t]{1,24}(?:-[ \t]{1,3})?|[ \t]?:?[ \t]{0,4}(?:\r?\n[ \t]{0,8}){1,2})`;

/**
 * These may stand before a quote or a value and are no part of it: `("…"`, `["…"`, `$(echo "…"`, `b"…"`, `N'…'`, `q{…`,
 * `<<"…"`, `"\"…`, `String::from("…`, `!!binary …`, `&anchor …`, `{AQAAABAAA …`.
 */
const MARKS = String.raw`(?:(?:[({[]|string\(\d{1,4}\))\s{0,40}(?=["'\x60])|\$\(echo (?:-n )?|[\u300c\u300e]|(?:[bBrRuUN]|@|<<)(?=["'])|qq?[{(|]|(?:new )?[A-Za-z]\w{0,24}(?:::|\.)\w{1,16}\((?=["'])|"(?=\\")|!{1,2}\w{1,12} |&\w{1,12} |\{AQAAABAAA[A-Z]? )?`;

/** No value goes on where parts of a text meet, between which a view has a zero. */
const VALUE = [
  String.raw`\\{0,3}(?:"(?:"")?([^"\r\n\0]{6,64})|'(?:'')?([^'\r\n\0]{6,64})|\x60{1,3}([^\x60\r\n\0]{6,64}))`,
  String.raw`([^\s\0-\x08\x0e-\x1f"'\x60,;<>(){}[\]\\|\u300c-\u300f]{6,64})`,
  String.raw`([$#]?[<{[(]{1,2}[^\s\0"'\x60,;<>(){}[\]\\|]{6,64}[>}\])]{1,2})`, // what stands in such is a name, or hidden there
].join('|');

/**
 * From the end of an anchor to the value. Its groups: the rest of the name, of which nothing is given back
 * (`SECRET|_KEY" …`), the words or the space of a label that assigns nothing for certain, and the value in double quotes,
 * single ones, backticks, none or brackets.
 */
export const ASSIGNED: RegExp = new RegExp(
  String.raw`(?=([\w\u00c0-\u024f-]{0,32}))\1${CLOSED}(?:${BY_SIGN}|${BY_DEFAULT}|${BY_FALLBACK}|${BY_CALL}|${BY_MARKUP}|${BY_OPTION}|${BY_VERB}|${FAR}|${LOOSE})${MARKS}(?:${VALUE})`,
  'y',
);
