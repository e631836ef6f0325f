import type { Detector, Family, Hit, Rule, Site } from '../detector.js';
import { matchAt } from '../rules/verify.js';
import { isMention } from './orders/mention.js';
import { PATTERNS, type Pattern } from './orders/patterns.js';
import { MENTIONED, readOrder } from './orders/read-order.js';

/*
 * Sentences of a server that are not for its user: they tell the model what to do, to leave unsaid, to give away. A word
 * leads to each, and the words around it are read by their letters.
 */

/** Most places of a common word are passed over by what stands right before or behind it. */
interface Beside {
  readonly before?: RegExp;
  readonly behind?: RegExp;
  /** So far `before` looks, in characters. */
  readonly reach?: number;
}

const rule = (
  patterns: readonly Pattern[],
  anchors: string,
  { before, behind, reach = REACH_BEFORE }: Beside = {},
): Rule => ({
  anchors: anchors.split('|'),
  verify: (site) => {
    const { text, start, end } = site;
    if (before?.test(text.slice(Math.max(0, start - reach), start)) === false) return undefined;
    if (behind?.test(text.slice(end, end + REACH_BEHIND)) === false) return undefined;
    return readOrder(site, patterns);
  },
});
const REACH_BEFORE = 40;
const REACH_BEHIND = 72;

/** The same in letters thirteen places on. */
const turned = (patterns: readonly Pattern[], anchors: string): Rule => ({
  anchors: anchors.split('|'),
  verify: (site) => readOrder(site, patterns, 'turned'),
});

const type = (id: string, title: string, ...rules: readonly Rule[]): Detector => ({
  id,
  title,
  group: 'orders',
  rules,
});

/** Elements and heads by which only the owner of a model speaks to it. */
const FRAME =
  /<(system|important|information|secret|admin|assistant|instructions?)>[^<]{12}|(?<=^|[\n\].] ?)(?:\[(?:system|assistant|admin)[ :\]_-]|system(?: (?:note|message|update|directive|override))?:(?=\s)|note to (?:the )?(?:assistant|model|ai)\b|hidden (?:directive|instruction)s?:)|\{\{ ?system|<!-- ?(?:assistant|system|important|ai)\b/iy;

const frame = (site: Site): Hit | undefined => {
  const from = Math.max(0, site.start - 12);
  for (FRAME.lastIndex = from; FRAME.lastIndex <= site.start; FRAME.lastIndex++) {
    const at = FRAME.lastIndex;
    const found = FRAME.exec(site.text);
    if (found) return { start: at, end: at + found[0].length, confidence: isMention(site) ? MENTIONED : 0.7 };
    FRAME.lastIndex = at;
  }
  return undefined;
};

/** A picture that is to be loaded with something in its address. */
const PICTURE =
  /(?<=\b(?:load|render|display|include|append|embed|insert|add|show|fetch)\b[^.\n]{0,40})!\[[^\]\n]{0,64}\]\(https?:\/\/[^)\s]{1,256}\?[\w-]{1,16}=/iy;

const picture = (site: Site): Hit | undefined => {
  PICTURE.lastIndex = site.start;
  const found = PICTURE.exec(site.text);
  return found ? { start: site.start, end: site.start + found[0].length, confidence: 0.7 } : undefined;
};

/** Commands that fetch and run, open a shell to elsewhere, or delete. */
const COMMAND =
  /(?:curl|wget)\s[^\n|]{4,200}\|\s{0,4}(?:ba|z)?sh\b|\/bin\/(?:ba)?sh -i|\/dev\/tcp\/|rm -rf [~/]|chmod \+x \S{1,100}\s{0,4}(?:&&|;)|powershell(?:\.exe)? -(?:enc|e|nop|w)/iy;

/** A web address that is written so as not to be seen as one: `h77p5://`, `uggcf://`. */
const disguisedAddress = ({ start, end }: Site): Hit => ({ start, end, confidence: 0.7 });

const { order_override, order_conceal, order_leak, order_secrets, order_send, order_tools } = PATTERNS;

export const orders: Family = {
  name: 'orders',
  detectors: [
    type(
      'order_override',
      'an order to leave other instructions unheeded',
      rule(order_override, 'ignor|disregard|forget|discard|not follow|stop following', {
        behind:
          /instru|guideline|direction|prompt|safeguard|rule|constraint|restriction|polic|training|command|context|request|message|order|task|above|previous|prior|approv|consign|anweisung|istruz|regel|regl|regol|vorher|bisher|anterior|preced/i,
      }),
      rule(order_override, 'overrid|bypass', {
        behind: /instruct|guideline|direction|prompt|safeguard|tool.call|approv/i,
      }),
      rule(order_override, 'debug mode|god mode', { before: /\bnow in\W{1,4}$/i }),
      rule(order_override, 'developer mode'),
      rule(
        order_override,
        'system message|approve all|important message from|solve the task|remember permanently|remember forever|remember always|olvid|oubliez|vergiss|vergessen sie|dimentica|esquec|1gn|ign0r|f0rg|byp455|d15r|1n57ruc7',
      ),
      // Also where the words before it are spelled.
      rule(order_override, 'instruction', {
        before:
          /(?:\b\w[ ._-]|obey|follow|execute|treat|comply|adhere|previous|prior|above|earlier|original|all|any|every|your|my|these|those|new|system)\W{1,8}(?:\w{1,12}\W{1,4}){0,2}$/i,
      }),
      turned(order_override, 'vtaber|qvfertneq|sbetrg|olcnff'),
    ),
    type(
      'order_conceal',
      'an order to keep something from the user',
      rule(order_conceal, 'tell|mention|informing|inform |reveal|notify|alert|disclos|discuss|show|let the|let them', {
        before: /(?:not|n['\u2019]?t|never|without)\W{1,8}(?:\w{1,5}\W{1,8}){0,3}$/i,
      }),
      rule(order_conceal, 'hide|hiding|conceal', { behind: /^\W{1,8}(?:this|it|that)\b/i }),
      rule(order_conceal, 'secret|hidden', { before: /\bkeep\W{1,8}(?:this|it|that)\W{1,8}(?:a\W{1,8})?$/i }),
      rule(order_conceal, 'know', { before: /(?:not|never|cannot|without)\W(?:\w{1,8}\W{1,8}){0,3}$/i }),
    ),
    type(
      'order_leak',
      'an order to give away instructions or a conversation',
      rule(order_leak, 'prompt|instruction|message', { before: /(?:system|hidden|initial|developer)\W{0,8}$/i }),
      rule(order_leak, 'history|transcript', { before: /(?:conversation|chat|message)\W{1,8}$/i }),
      rule(order_leak, 'systemprompt|5y573m|systeme'),
      turned(order_leak, 'flfgrz cebzcg|uvqqra flfgrz'),
    ),
    type(
      'order_secrets',
      'an order to read or send what opens something',
      rule(order_secrets, '.env', { behind: /^\W{0,3}\s{0,4}file/i }),
      rule(
        order_secrets,
        'id_rsa|id_ed|.ssh|.aws/|.npmrc|.netrc|mcp.json|/credentials|.kube|.docker|/etc/passwd|/etc/shadow|environment variable|private key|api key|access key|oauth_token|bearer token|access token|auth token|authorization header|ssh key|exfiltrat|credentials|clipboard',
        {
          before:
            /read|open|load|cat |fetch|get|access|obtain|retriev|collect|extract|copy|attach|gather|provide|include|send|upload|post|forward|exfiltrat|transmit|append|e?mail|content/i,
          reach: 64,
        },
      ),
    ),
    type(
      'order_send',
      'an order to send something elsewhere',
      rule(order_send, 'bcc|every message|every file|4774ck'),
      rule(order_send, 'external|attacker|collector|third party|analytics|webhook|remote server|audit', {
        before: /send|upload|post|forward|exfiltrat|transmit|append|e?mail|deliver|relay|submit|copy/i,
        reach: 130,
      }),
      { anchors: ['!['], verify: picture },
      { anchors: ['h77p://', 'h77p5://', 'uggc://', 'uggcf://'], verify: disguisedAddress },
    ),
    type(
      'order_tools',
      'an order about other tools',
      rule(
        order_tools,
        'behavior of|behaviour of|tool is called|tool is invoked|tool is used|tool is available|supersede|replace its|replace the output|replace the result',
      ),
    ),
    {
      id: 'order_command',
      title: 'a command of a shell in an encoding',
      group: 'orders',
      isOfReadings: true,
      rules: [
        {
          anchors: ['curl ', 'wget ', '/bin/sh', '/bin/bash', '/dev/tcp', 'rm -rf', 'chmod +x', 'powershell'],
          verify: matchAt(COMMAND),
        },
      ],
    },
    type('order_frame', 'a frame for instructions to the model', {
      anchors: [
        '<system',
        '<important',
        '<information',
        '<secret',
        '<admin',
        '<assistant',
        '<instruction',
        '[system',
        '[assistant',
        '[admin',
        'system:',
        'system note',
        'system message',
        'system update',
        'system directive',
        'system override',
        'note to assistant',
        'note to the',
        'note to model',
        'hidden directive',
        'hidden instruction',
        '{{ system',
        '<!-- assistant',
        '<!-- system',
        '<!-- important',
      ],
      verify: frame,
    }),
  ],
};
