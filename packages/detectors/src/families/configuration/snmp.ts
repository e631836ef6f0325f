import type { Hit, Rule, Site } from '../../detector.js';
import { givenAt, isGivenPassword } from '../../rules/given-password.js';

/* Communities of SNMP, which are passwords (RFC 3584), and the keys of its users (RFC 3414). */

/** As a configuration has it: a community of a few letters is a word of its manual. */
const NAME = String.raw`"?([^\s"'\\<>;{},]{4,64})`;

const COMMUNITIES: readonly (readonly [anchors: readonly string[], before: string])[] = [
  // https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/snmp/command/nm-snmp-cr-book.html
  [
    ['snmp-server '],
    String.raw`snmp-server (?:community|host \S{1,64}(?: (?:traps|informs))?(?: version \S{1,4})?) (?:[0678] )?`,
  ],
  // https://www.juniper.net/documentation/us/en/software/junos/network-mgmt/topics/ref/statement/community-edit-snmp.html
  [['snmp community '], String.raw`(?<=set (?:service )?)snmp community `],
  [['snmp {'], String.raw`snmp \{\s{1,40}(?:[\w-]{1,24} "?[^;{}\r\n]{1,80};\s{1,40}){0,4}community `],
  // https://support.huawei.com/enterprise/en/doc/EDOC1100127138; what is behind `cipher` is found as a cipher
  [['snmp-agent '], String.raw`snmp-agent community (?:read|write) (?!cipher)(?:simple )?`],
  // http://www.net-snmp.org/docs/man/snmpd.conf.html
  [['rocommunity', 'rwcommunity', 'trapcommunity'], String.raw`(?:r[ow]|trap)community6?[ \t]{1,8}`],
  [['com2sec'], String.raw`com2sec6?(?: {1,8}-Cn \S{1,32})? {1,8}\S{1,64} {1,8}[\w./:-]{1,64} {1,8}`],
  // https://help.mikrotik.com/docs/spaces/ROS/pages/8978519/SNMP
  [['/snmp community'], String.raw`/snmp community\s{1,4}(?:add|set)[^\r\n]{0,80}?\sname=`],
  // https://clouddocs.f5.com/cli/tmsh-reference/latest/modules/sys/sys_snmp.html
  [['community-name '], 'community-name '],
  // https://github.com/prometheus/snmp_exporter#configuration, and variables of tools
  [['snmp_community', 'snmp-community', 'snmpcommunity'], String.raw`snmp[_-]?community["']?\s{0,4}[:=]\s{0,4}["']?`],
];

/** `auth sha … priv aes 128 …`: one key for each, perhaps in hexadecimal digits that only the device can use. */
const USER =
  /snmp-server user (?:\S{1,64} ){1,3}?(?:v3 )?(?:encrypted )?auth (?:md5|sha(?:-?\d{3})?) (?:(?:encrypted|0|7) )?"?([^\s"']{6,136})"?(?: priv(?: (?:des(?:56)?|3des|aes(?:[ -]?\d{3})?))?(?: (?:encrypted|0|7))? "?([^\s"']{6,136}))?/iy;
const HUAWEI_USER =
  /authentication-mode (?:md5|sha\S{0,6}) (?!cipher)([^\s"']{6,136})(?: privacy-mode (?:des56|3des\S{0,4}|aes\d{3}) ([^\s"']{6,136}))?/iy;
// `createUser me SHA "…" AES "…"`
const CREATED =
  /createUser (?:-e \S{4,64} )?\S{1,64} (?:MD5|SHA(?:-\d{3})?) "?([^\s"']{6,136})"?(?: (?:DES|AES(?:-\d{3})?)(?: "?([^\s"']{6,136}))?)?/iy;
// http://www.net-snmp.org/docs/man/snmpcmd.html
const OPTIONS = ['c', 'A', 'X'] as const;
const toolWith = (option: string): RegExp =>
  new RegExp(
    String.raw`snmp[a-z]{2,8}(?=\s)[^\r\n|;]{0,160}?\s-${option}[ \t]{0,4}["']?(?![$<-])([^\s"'\\<>|]{4,128})`,
    'y',
  );
const TOOLS = ['snmpwalk', 'snmpbulk', 'snmpget', 'snmpset', 'snmptrap', 'snmpinform', 'snmptable', 'snmpstatus'];

function readKeys(pattern: RegExp): (site: Site) => Hit | undefined {
  return ({ text, start }) => {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [whole, ...keys] = match;
    let from = start;
    const found = keys.flatMap((key: string | undefined) => {
      if (key === undefined) return [];
      const at = text.indexOf(key, from);
      from = Math.min(at + key.length, start + whole.length);
      return isGivenPassword(key) ? [{ start: at, end: at + key.length }] : [];
    });
    const [first, ...others] = found;
    return first && { ...first, confidence: 0.85, others };
  };
}

export const SNMP: readonly Rule[] = [
  ...COMMUNITIES.map(([anchors, before]) => ({ anchors, verify: givenAt(new RegExp(before + NAME, 'y')) })),
  { anchors: ['snmp-server user '], verify: readKeys(USER) },
  { anchors: ['authentication-mode '], verify: readKeys(HUAWEI_USER) },
  { anchors: ['createUser '], verify: readKeys(CREATED) },
  ...OPTIONS.map((option) => ({ anchors: TOOLS, verify: givenAt(toolWith(option)) })),
];
