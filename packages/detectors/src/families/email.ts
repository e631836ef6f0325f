import type { Family, Hit, Site } from '../detector.js';
import { hit, SURE } from '../rules/verify.js';

// Longest local part and domain, in characters: RFC 5321, 4.5.3.1.
const MAX_LOCAL = 64;
const MAX_QUOTED = 66;

// Country codes of ISO 3166 that are top-level domains, then generic ones that people have addresses in:
// https://data.iana.org/TLD/tlds-alpha-by-domain.txt. Names that are not ASCII or begin with xn-- need no list.
const TOP_LEVEL = new Set(
  `ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd
  cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge
  gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki
  km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my
  mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se
  sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz
  va vc ve vg vi vn vu wf ws ye yt za zm zw
  aero agency app arpa art asia bank berlin bio biz blog build business cafe care cash cat center church city clinic
  cloud club coach codes com community company consulting coop dental design dev digital direct earth edu education
  email energy engineering events example expert finance foundation fund fyi global gmbh google gov group guide guru
  health help hospital house info ink insurance int international invalid jobs land law legal life link live london ltd
  mail marketing media mil mobi moe money museum name net network news ngo nyc online ooo org page paris partners pharmacy
  photography pizza plus post press pro properties pub realtor rocks school science services shop site social
  software solutions space store studio support systems team tech technology tel test today tokyo tools top toys
  training travel university ventures vip website wiki work works world wtf xxx xyz zone`.split(/\s+/),
);

/** RFC 5322, 3.4.1, as far as people use it; names in other scripts as in RFC 6531. */
const LOCAL = /[\p{L}\p{M}\p{N}.!#$%&'*+^_~-]/u;
const isLocal = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a ? true : LOCAL.test(text[at]!);
};
const BLANK: ReadonlySet<number> = new Set(Array.from(' \t\r\n/(:', (char) => char.charCodeAt(0)));
const LOCAL_EDGE = /[\p{L}\p{N}_]/u;
const DOMAIN =
  /@((?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,62})\.){1,8}[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{N}])(?![\p{L}\p{N}])/uy;
/** In any digits: `pkg@1.2.3`, `pkg@١.٢.٣`. */
const VERSION = /^v?\p{N}+\.\p{N}+(?:\.|$)/u;
const USERINFO = /:\/\/[^\s/@?#"'<>]*$/;
const REMOTE = /^(?:git|hg|svn)$/i;

function findAddress({ text, start }: Site): Hit | undefined {
  const from = localStart(text, start);
  if (from === undefined) return undefined;
  const end = domainEnd(text, start);
  if (end === undefined || REMOTE.test(text.slice(from, start))) return undefined;
  // In `scheme://user@host` it is the name of an account on a host.
  if (USERINFO.test(text.slice(Math.max(0, from - MAX_LOCAL), from))) return undefined;
  return hit({ start: from, end }, SURE);
}

function localStart(text: string, at: number): number | undefined {
  const limit = Math.max(0, at - MAX_LOCAL);
  if (BLANK.has(text.charCodeAt(at - 1))) return undefined; // most are of a tag, a scope or a version
  if (text[at - 1] === '"') {
    const opening = text.lastIndexOf('"', at - 2);
    return opening >= 0 && at - opening <= MAX_QUOTED && opening < at - 2 ? opening : undefined;
  }
  let from = at;
  while (from > limit && isLocal(text, from - 1)) from--;
  while (from < at && !LOCAL_EDGE.test(text[from]!)) from++;
  return from < at && text[at - 1] !== '.' ? from : undefined;
}

/** Past the last known top-level domain: `a@b.com.Then` ends at `com`. */
function domainEnd(text: string, at: number): number | undefined {
  DOMAIN.lastIndex = at;
  const domain = DOMAIN.exec(text)?.[1];
  if (domain === undefined || VERSION.test(domain)) return undefined;
  const labels = domain.split('.');
  while (labels.length > 1 && !isTopLevel(labels.at(-1)!)) labels.pop();
  return labels.length > 1 ? at + 1 + labels.join('.').length : undefined;
}

const isTopLevel = (label: string): boolean =>
  TOP_LEVEL.has(label.toLowerCase()) ||
  /^xn--[a-z\d-]+$/i.test(label) ||
  /^(?:(?!\p{ASCII})[\p{L}\p{M}]){2,}$/u.test(label);

export const email: Family = {
  name: 'email',
  detectors: [
    { id: 'email', title: 'an e-mail address', group: 'pii.contact', rules: [{ anchors: ['@'], verify: findAddress }] },
  ],
};
