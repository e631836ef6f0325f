/*
 * Names that end in a word for a secret, joined to whose it is or glued: `acme_key`, `acmeKey`, `ACMEKEY`, `acme-access`.
 * What is drawn at random and stands behind one is a secret, unless the words before say what the key opens: a row, a
 * cache, a shortcut.
 */

/** A key for one of these is no secret; some of the words belong to no name. */
const HARMLESS_KEYS = [
  // of data: databases, caches, maps, messages
  'primary|foreign|partition|sort|row|column|table|record|object|entity|document|item|node|tree|leaf|hash|range|order|group|composite|unique|natural|surrogate|shard|index|lookup|map|dict|field|property|attribute|json|query|param|parameter|header|cookie|form|option|setting|data store|data set',
  's3|blob|bucket|file|path|folder|image|asset|media|layer|content|cache|cach?ed|redis|memcached?|registry|store|restore|lock|mutex|semaphore|idempotency|dedup|dedupe|deduplication|routing|message|event|topic|queue|stream|offset|request|response|correlation|conversation|thread|trace|span|log|metric|counter|rate|limit|throttle|quota|bucketing',
  // of programs: configuration, translations, interfaces, builds
  'feature|flag|config|configuration|css|react|component|render|state|action|reducer|atom|selector|element|children|list|grid|tab|menu|style|theme|color|colour|label|locale|lang|language|translation|i18n|l10n|text|string|title|resource|shortcut|hot|keyboard|arrow|press|enter|escape|modifier|function|build|bundle|chunk|artifact|version|release|commit|diff|dependency|package|module|task|job|step|run|test|suite|case|snapshot|fixture|project|issue|board|ticket|series|tag|type|class|kind|time|date|day|sequence|sub|scan|search|result|answer|input|output|model|dataset|weight|site|incident|aggregation|spreadsheet|playlist|entry|analysis|gate|batch|user|workspace|instance|monitor|swr|alert|reduction|assembly|exclusive start|start|storage|application server|evicted|found',
  // what everybody may know: public keys and their names
  'public|pub|publish(?:able)?|host|known|verify|verification|pinned|trusted|authorized|peer|ssh|gpg|pgp|rsa|dsa|ecdsa|ed25519|x25519|secp256k1|signer|signed by|release manager|fingerprint|sig|badge|subject|issuer|authority|identifier|websocket|sec web ?socket|sec websocket|vapid public|alt ?svc|tpm|luks',
  // of names in code and of prose
  'const|let|var|val|static|final|def|export|string|str|char|bytes?|int|auto|local|the|an?|this|that|these|my|our|your|its|of|with|by|for|in|on|to|from|use|using|new|old|next|last|first|prev|previous|other|same|given|missing|unknown|invalid|duplicate|set|get|add|has|is|no|not|any|each|every|all|if|and|or|return|when|where|delete|remove|find|contains',
].join('|');
/** Words that end so. */
const ENDINGS = 'mon|tur|don|hoc|joc|whis|lac|hon|ho|po|smo|dic|mic|ca|al|ba|lo|wa|pass';

/** These may stand behind the word. */
const ENDED = '(?: ?(?:\\d{1,2}|v\\d|value|prod|production|live|test|dev|staging|new|eu|us|uk|ci))?$';

/** Over the words of a name, whatever product it names besides: `bugsnag_cache_key`. */
export const HARMLESS_KEY: RegExp =
  /(?:^| )(?:primary|foreign|partition|sort|cache|dedup|dedupe|deduplication|idempotency|routing|aggregation|incident) ?keys?(?: is| value)?$/;

/** Over the words of a name. */
export const KEY_NAME: RegExp = new RegExp(
  `(?:[a-z\\d] ?(?<!(?:^| )(?:${HARMLESS_KEYS}|${ENDINGS}) ?)(?<!pub ?|public ?)keys?|` +
    `[a-z\\d] (?<!(?:^| )(?:last|data|public|random|remote|network|no|grant|role|file|user|read|write|member|control|the|const|let|var) )(?:access|private|pat)|` +
    `[a-z\\d] ?(?:creds?|bearer|signing)|[a-z\\d] tok|[a-z\\d] (?<!(?:^| )(?:rest|web|http|the|an?|public|open|base|of|for) )api|(?:[a-z\\d]{2} ?|[a-z\\d] )auth)${ENDED}`,
);

export const LONE_KEY: RegExp = /(?:^| )keys?$/;
/** No name before the word. */
export const BARE_KEY: RegExp = /(?:^| )(?:using|with|my|your|the|const|let|var|final) key$/;

/** Such a name ends in one of these. */
export const KEY_NAME_ANCHORS: readonly string[] = [
  'access',
  'private',
  '_pat',
  '-pat',
  'pat=',
  'pat"',
  "pat'",
  'pat ',
  '_tok',
  '-tok',
  'cred',
  'bearer',
  'signing',
  'api"',
  "api'",
  'api =',
  'api=',
  'api:',
  'auth ',
  'auth\t',
  'auth\n',
];
