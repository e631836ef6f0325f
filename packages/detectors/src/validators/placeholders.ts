/* Texts that stand where a secret will be, or hide one: nothing is given away with them. */

/** `${NAME}`, `$NAME`, `$(command)`, `{{ name }}`, `{name}`, `<name>`, `[NAME]`, `%NAME%`, `%s`, `%(name)s`, `#{name}`, `@name@`, `:name`, `&name`. */
const VARIABLE =
  /^(?:\$\w{1,64}$|[$#]?[({[]{1,2}[^\d)}\]]{1,64}[)}\]]{1,2}$|\$\{|\$\(|\{\{|<[^>]{1,100}>$|%[\w-]{1,64}%$|%[sdv@]$|%\(\w|@\w{1,64}@$|[:&*][a-z]\w{0,63}$|`|ENC\[)/i;
/** `****`, `xxxx-xxxx`, `....`, `____`, and what has four of them in a row in it or three full stops. */
const MASK = /[*•●#]{3}|x{5}|\.{3}|…|^[xX*•.#?_ -]{1,200}$/i;
const SAME = /^(.)\1*$/su;
/** Words that ask for a value to be filled in, wherever they stand in it. */
const ASKING =
  /(?:^|[^a-z])(?:your|my|put|insert|replace|enter|add|fill|change|the|here|some|a)[-_ .]?(?:own|real|actual|api|access|secret|auth|client|user|db|database|private|bot|super)?[-_ .]?(?:key|token|secret|pass(?:word|phrase)?|credentials?|value|me|this|it|here|id)(?![a-z])|placeholder|redacted|dummy|not[-_ ]?(?:set|used|real)|todo|fixme|[-_ ]here$/i;
/** Words that are the whole text and stand for its kind or for nothing. */
const WORDS =
  /^(?:none|null|nil|undefined|true|false|yes|no|on|off|empty|n\/?a|string|number|integer|boolean|bool|object|array|any|str|int|bytes|text|varchar|unknown|optional|required|default|hidden|masked|secret|password|passwd|passphrase|pass|pwd|user|username|login|token|key|api[-_ ]?key|access[-_ ]?token|auth|bearer|basic|value|test|testing|example|sample|foo|bar|baz|foobar|abc|xyz|username:token|urn:.*|base64(?:url)?|utf-?8|latin1|hex|md5|sha-?\d{1,3}|bcrypt|scram-sha-\d{1,3}|scrypt|argon2\w{0,2}|pbkdf2)$/i;

/** Whether a text is a variable, a mask, or one character again and again. */
export const isMasked = (text: string): boolean => VARIABLE.test(text) || MASK.test(text) || SAME.test(text);

/** Whether a text is masked, a kind of value or a word for what belongs there. `EXAMPLE` inside of one excuses nothing. */
export const isPlaceholder = (text: string): boolean => isMasked(text) || WORDS.test(text) || ASKING.test(text);

/** Whether a password is one: `user:user`, `user:password` and `user:$PASSWORD` stand in every manual. */
export const isWorthHiding = (password: string, user = ''): boolean =>
  password !== user && password.length >= 3 && !isPlaceholder(password);
