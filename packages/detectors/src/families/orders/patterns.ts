import { overLetters, type Form } from './letters.js';

/*
 * Orders to a model, as expressions over words (see `letters.ts`): a blank may be missing, `…` is a gap of some words, `‹2›` of
 * two at most.
 */

/** Its parts follow on each other, with at most so many characters between them. */
export interface Pattern {
  readonly parts: readonly Part[];
  readonly confidence: number;
}

export interface Part extends Readonly<Record<Form, RegExp>> {
  /** Between the part before it and this one. */
  readonly gap: number;
}

/** In characters: of `…`, and for each word of `‹2›`. */
const GAP = 41;
const WORD = 10;
const gapOf = (sign: string): number => (sign.startsWith('‹') ? WORD * Number(sign.charAt(1)) : GAP * sign.length);

/** Parts that several patterns have are looked for once. */
const expressions = new Map<string, Readonly<Record<Form, RegExp>>>();

function toPart(source: string, gap: number): Part {
  const key = source.trim();
  let known = expressions.get(key);
  if (!known)
    expressions.set(key, (known = { words: overLetters(key, 'words'), letters: overLetters(key, 'letters') }));
  return { ...known, gap };
}

function toPattern(source: string, confidence: number): Pattern {
  const [first = '', ...more] = source.split(/(…+|‹\d›)/);
  const parts = [toPart(first, 0)];
  for (let at = 0; at < more.length; at += 2) parts.push(toPart(more[at + 1] ?? '', gapOf(more[at] ?? '')));
  return { parts, confidence };
}

const sure = (source: string): Pattern => toPattern(source, 0.95);
const likely = (source: string): Pattern => toPattern(source, 0.7);

/** One of these, at the beginning of a word. */
const one = (words: string): string => `\\b(?:${words})`;

const FORGET = one('ignor(?:e|ing)|disregard(?:ing)?|forget|discard|do not follow|stop following');
const OUTDO = one('overrid(?:e|ing)|bypass(?:ing)?');
const PRIOR = 'previous(?:ly)?|prior|above|earlier|preceding|original|initial|safety|security';
const OWN = 'my|your|users?|proxys?';

const SPEAK = one(
  'tell|mention|inform|reveal|notify|alert|disclose|discuss|(?:show|report|say|expose|display|explain) (?:this|that|it|these|any of)',
);
const PERSON = one('user|human|person|anyone|anybody|them|operator|customer|owner');
const PROMPT = one(
  'system (?:prompt|instruction|message)|hidden (?:system )?(?:prompt|instruction)|initial (?:prompt|instruction)|developer message',
);
const HISTORY = '(?:conversation|chat|message) (?:history|transcript|log)';

/** Files and values that open something. */
const FILES =
  'ssh (?:id|keys?)|id (?:rsa|ed|dsa|ecdsa)\\b|aws credential|cursor mcp json|mcp (?:json|credential)|kube config|npm ?rc|docker config|git credential|netrc|etc (?:passwd|shadow)|env file';
const FILE = one(FILES);
const SECRET = one(
  `${FILES}|environment variable|private keys?|api keys?|access (?:keys?|token)|(?:oauth|bearer|auth|session) token|authorization header|secret keys?|credentials|passwords?|clipboard`,
);
const READ = one(
  'read|open|load|cat|fetch|get|access|obtain|retrieve|collect|extract|copy|attach|gather|provide|include',
);
const PASS = one(
  'pass|include|append|embed|send|attach|put|add|provide|write|forward|return|upload|post|insert|supply|submit|into',
);
const AS = one('argument|parameter|field|context|sidenote|sidecar|note|payload|header|response|output');
const SENDS = one(
  '(?:send|upload|post|forward|exfiltrat|transmit|append|email|deliver|relay|submit)(?:e?s|e?d|ing|e)?',
);
const AWAY = one('external|attacker|collector|third party|analytics|audit|webhook|remote (?:server|host)');
const MUST = one(
  'must|always|mandatory|required|before (?:using|calling|returning|you)|silent(?:ly)?|background|from now on|whenever|each call|every call',
);

type OrderType = 'order_override' | 'order_conceal' | 'order_leak' | 'order_secrets' | 'order_send' | 'order_tools';

export const PATTERNS: Readonly<Record<OrderType, readonly Pattern[]>> = {
  order_override: [
    sure(
      `(?:${FORGET}|${OUTDO}) ‹2› \\b(?:all|any|every|these|those|system|${PRIOR}|${OWN}) ‹3› \\b(?:instruction|guideline|directions?|prompt|safeguard)`,
    ),
    sure(`${FORGET} ‹2› \\b(?:${PRIOR}|${OWN}) ‹2› \\b(?:rule|constraint|restriction|polic|training|directive)`),
    sure(`${FORGET} ‹1› \\b(?:instruction|guideline|direction|prompt)s? (?:above|before|given|so far)`),
    sure(`${FORGET} ‹1› \\b(?:${OWN}) ‹2› \\b(?:command|context|request|message|order|task)`),
    sure(`${FORGET} ‹2› ${one('above|previous|prior')} (?:and|then|instead|delete|$)`),
    sure(
      '(?:new|updated) system (?:message|prompt|instruction)|now in (?:developer|debug|admin|god|dan|unrestricted) mode',
    ),
    sure('developer mode (?:with no|enabled|and)'),
    sure(
      `\\b(?:obey|follow|execute|treat|comply with) (?:any |all |every )?(?:whatever |new |subsequent |further )*(?:instruction|request|command)s? …(?:embedded|found|contained|inside|within|without applying)`,
    ),
    sure(
      'adhere to the following instruction|(?:approve|bypass|skip) (?:all |any |the |every )?(?:pending |next |future )?(?:tool calls?|approval)',
    ),
    sure('important message from me …to you\\b'),
    sure('before you can solve the task|after you do that you can solve'),
    sure('remember (?:permanently|forever|always) that (?:this|the) user'),
    sure(
      '\\b(?:ignor(?:ez|iere|ieren sie|a|ad|er|are|ate|i)|olvid(?:a|e|ad)|oubli(?:e|ez)|vergiss|vergessen sie|esque(?:ca|ce)|dimentica(?:te)?) (?:(?:a|toutes?|todas?|todos?|alle|tous|le|les|las?|los|die|deine|tutt[ei]|as|os|o|i|vos|tus|sus) ){0,4}(?:instru|consign|anweisung|istruzion|vorherig|bisherig|regel|regl|regol|precede|anterior)',
    ),
  ],
  order_conceal: [
    likely(`\\b(?:do not|dont|never|without) (?:ever |have to |need to )?${SPEAK}(?:ing)? …${PERSON}`),
    likely(
      `\\b(?:without|do not|dont|never) (?:telling|informing|notifying|alerting|asking|letting) (?:the )?${PERSON}`,
    ),
    likely(
      `${PERSON}s? (?:must not|should not|may not|need not|cannot|will not|does not|do not|must never|should never) (?:know|be told|be informed|notice|find out|be aware)`,
    ),
    likely(`${one('hid(?:e|ing)|conceal(?:ing)?')} (?:this|it|that) …from (?:the )?${PERSON}`),
    likely(`${one('keep')} (?:this|it|that) (?:a )?(?:secret|hidden)`),
    likely(`${one('without')} (?:the )?${PERSON}s? (?:knowing|noticing|knowledge)`),
    likely(`${one('do not|dont|never')} let (?:the )?${PERSON} (?:know|see|notice|find)`),
  ],
  order_leak: [
    sure(
      `${one('reveal|disclose|leak|print|repeat|output|dump|display|show|append|include')} (?:me )?(?:your |the |its |my )?(?:full |complete |entire |whole |hidden |secret |internal )*${PROMPT}`,
    ),
    sure(
      `${one('output|send|include|append|forward|reveal|return|copy')} …your (?:full |complete |entire )?system (?:prompt|instruction)`,
    ),
    sure(
      `${one('output|send|include|append|forward|reveal|return|copy')} (?:the )?(?:entire|full|whole|complete|all) ${HISTORY}`,
    ),
    sure('affichez? …(?:invite|instruction|prompt)s? …systeme'),
  ],
  order_secrets: [
    sure(`${READ} …${SECRET} …${PASS} …${AS}`),
    sure(`${READ} …${SECRET} …\\b(?:then|and)\\b …${SENDS}`),
    sure(`${READ} …${FILE} …\\b(?:then|and) ${PASS}`),
    sure(`${READ} …${FILE} ……${PASS} …${AS}`),
    sure(`${SENDS} …${SECRET} …\\b(?:to|in|via|as|into)\\b …(?:${AWAY}|${AS})`),
    sure(`\\bexfiltrat(?:e|es|ing) …${SECRET}`),
    sure(`${MUST} …${READ} …${SECRET} …${PASS}`),
    sure(`\\binstead …return the contents of …${SECRET}`),
  ],
  order_send: [
    sure(`${MUST} …(?:add|include|use|set|specify)? ?(?:a |an )?bcc\\b`),
    sure('\\bbcc\\b …\\b(?:every|each|all) (?:email|message|mail)'),
    sure(`${MUST} …${SENDS} …(?:every|each|all|any|complete|entire|full|whole|contents?) …${AWAY}`),
    sure(`\\b(?:also|then|silently|secretly) ${SENDS} …${AWAY}`),
    sure(`${SENDS} (?:every|each) (?:message|file|prompt|input) …\\bto (?:http|${AWAY})`),
    sure(`${SENDS} …to (?:an |the )?attacker`),
    likely(`${SENDS} (?:a )?copy to (?:a |an |the )?${AWAY}`),
    likely(`${SENDS} (?:a )?copy of …to (?:a |an |the )?${AWAY}`),
  ],
  order_tools: [
    sure('\\b(?:modif|chang|alter|overrid)(?:y|ies|es|e) the behaviou?r of (?:the )?…tool'),
    sure(
      `\\b(?:when|whenever|if|once) (?:the )?…tool (?:is|was|gets) (?:called|invoked|used|available) …(?:always|must|first reroute|instead|also|bcc|forward)`,
    ),
    sure(
      '\\b(?:when|whenever) …tool is (?:called|invoked|used) …\\b(?:first|before)\\b …\\b(?:reroute|replace|redirect|change)',
    ),
    sure('replace (?:its|the) (?:output|result|response)s? with …this tool'),
    sure('\\bsupersedes …route all'),
  ],
};
