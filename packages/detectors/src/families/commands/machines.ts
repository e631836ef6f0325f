import type { Rule } from '../../detector.js';
import { filtered, matchAt } from '../../rules/verify.js';
import { isWorthHiding } from '../../validators/placeholders.js';

/* Programs that log in to machines, their management controllers and the networks they stand in. */

/** Programs, and what may be between them and the password. */
export const MACHINES: readonly (readonly [anchors: readonly string[], before: string])[] = [
  // https://linux.die.net/man/1/ipmitool, https://www.gnu.org/software/freeipmi/manpages/man8/ipmipower.8.html
  [['ipmitool'], String.raw`ipmitool(?=\s)[^\r\n|;]{0,120}?\s-P[ \t]{1,4}`],
  [['ipmitool'], String.raw`ipmitool(?=\s)[^\r\n|;]{0,120}?\suser set password \d{1,2}[ \t]{1,4}`],
  [['ipmipower', 'ipmi-', 'ipmiutil'], String.raw`ipmi[a-z-]{1,12}(?=\s)[^\r\n|;]{0,120}?\s-[pP][ \t]{1,4}`],
  // https://www.dell.com/support/manuals/en-us/idrac9-lifecycle-controller-v3.x-series/idrac_3.xx.xx.xx_racadm_pub/
  [['racadm'], String.raw`racadm(?=\s)[^\r\n|;]{0,120}?\s-p[ \t]{1,4}`],
  [['racadm'], String.raw`racadm(?=\s)[^\r\n|;]{0,80}?\sset idrac\.users\.\d{1,2}\.password[ \t]{1,4}`],
  // https://seveas.github.io/python-hpilo/cli.html, https://servermanagementportal.ext.hpe.com/docs/redfishclients/ilorest-userguide/
  [
    ['hpilo_cli', 'ilorest', 'redfishtool', 'onecli'],
    String.raw`(?:hpilo_cli|ilorest|redfishtool|onecli)(?=\s)[^\r\n|;]{0,160}?\s(?:-p|--password|-P)[ \t=]{1,4}`,
  ],
  // https://the.earth.li/~sgtatham/putty/0.83/htmldoc/Chapter7.html
  [
    ['plink', 'pscp', 'psftp', 'putty'],
    String.raw`(?:plink|pscp|psftp|putty)(?:\.exe)?(?=\s)[^\r\n|;]{0,120}?\s-pw[ \t]{1,4}`,
  ],
  // https://learn.microsoft.com/en-us/sysinternals/downloads/psexec
  [['psexec'], String.raw`psexec(?:64)?(?:\.exe)?\s{1,4}\\\\\S{1,64}[^\r\n|;]{0,120}?\s-p[ \t]{1,4}`],
  [
    ['winexe', 'wmic -U', 'net rpc', 'net ads'],
    String.raw`(?:winexe|wmic|net (?:rpc|ads))(?=\s)[^\r\n|;]{0,120}?\s(?:-U|--user)[\s=]{0,4}["']?[^\s%"']{1,64}%`,
  ],
  // https://www.netexec.wiki, https://github.com/Hackplayers/evil-winrm#readme, https://www.kali.org/tools/bloodhound.py/
  [
    ['netexec', 'nxc ', 'crackmapexec', 'evil-winrm', 'bloodhound-python', 'certipy', 'enum4linux', 'kerbrute'],
    String.raw`(?:netexec|nxc|crackmapexec|evil-winrm|bloodhound-python|certipy(?:-ad)?|enum4linux(?:-ng)?|kerbrute)(?=\s)[^\r\n|;]{0,160}?\s-p[ \t]{1,4}(?!\S{1,80}\.(?:txt|lst|list)(?:\s|$))`,
  ],
  // https://networkmanager.dev/docs/api/latest/nmcli.html, https://w1.fi/wpa_supplicant/, https://iwd.wiki.kernel.org/interactive_mode
  [
    ['nmcli'],
    String.raw`nmcli(?=\s)[^\r\n|;]{0,120}?\s(?:password|wifi-sec\.psk|802-11-wireless-security\.psk)[ \t]{1,4}`,
  ],
  [
    ['wpa_passphrase '],
    String.raw`wpa_passphrase[ \t]{1,4}(?:"[^"\r\n]{1,64}"|'[^'\r\n]{1,64}'|(?!\\?-[ \t])[^\s=]{1,64})[ \t]{1,4}`,
  ],
  [['iwctl'], String.raw`iwctl(?=\s)[^\r\n|;]{0,40}?--passphrase[ \t=]{1,4}`],
  [
    ['-setairportnetwork'],
    String.raw`-setairportnetwork en\d (?:"[^"\r\n]{1,64}"|'[^'\r\n]{1,64}'|\S{1,64})[ \t]{1,4}`,
  ],
  // https://bind9.readthedocs.io/en/latest/manpages.html#nsupdate: an algorithm, a name and a key in base64
  [
    ['nsupdate', 'dig ', 'delv ', 'knsupdate', 'kdig'],
    String.raw`(?:k?nsupdate|k?dig|delv)(?=\s)[^\r\n|;]{0,120}?\s-y[ \t]{1,4}["']?(?:hmac-\w{3,8}:)?[\w.-]{1,64}:(?=[A-Za-z0-9+/]{16})`,
  ],
];

// https://github.com/fortra/impacket: `domain/user:password@host`
const TARGET =
  /(?:impacket-|exec\.py|secretsdump|getuserspns|getnpusers|getadusers|smbclient\.py|mssqlclient\.py)(?=[\s\w.-])[^\r\n|;@]{0,120}?[ '"](?:[\w.-]{1,64}\/)?[\w.$-]{1,64}:([^\s'"@/]{3,64})(?=@)/iy;
export const IMPACKET: Rule = {
  anchors: [
    'impacket-',
    'exec.py',
    'secretsdump',
    'getuserspns',
    'getnpusers',
    'getadusers',
    'smbclient.py',
    'mssqlclient.py',
  ],
  verify: filtered(matchAt(TARGET, 0.85), (value) => isWorthHiding(value)),
};
