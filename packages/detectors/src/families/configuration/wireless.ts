import type { Hit, Rule, Site } from '../../detector.js';
import { givenAt, isGivenPassword } from '../../rules/given-password.js';
import { filtered, matchAt, SURE } from '../../rules/verify.js';
import { isPlaceholder } from '../../validators/placeholders.js';

/* Keys of wireless networks: 8 to 63 characters, or 64 hex digits (IEEE 802.11-2020, annex J.4). */

// https://github.com/zxing/zxing/wiki/Barcode-Contents#wi-fi-network-config-android-ios-11
const QR_CODE = /WIFI:(?:[STH]:[^;\r\n]{0,64};){1,3}P:"?([^;"\r\n]{8,63})(?="?;)/y;
// https://openwrt.org/docs/guide-user/network/wifi/basic: a number of a key and the path of one stand there as well.
const OPENWRT = /option\s{1,8}(?:key[1-4]?|sae_password)\s{1,8}(["'])(?!\/)([^"'\r\n]{8,64})\1/y;
const UCI = /wireless\.[\w@[\]-]{1,40}\.(?:key[1-4]?|sae_password)=["']?(?!\/)([^\s"']{8,64})/y;
const NETWORK = /ssid|encryption|wifi-iface/;
const NEAR = 400;

// https://www.cisco.com/c/en/us/td/docs/wireless/controller/9800/config-guide/b_wl_16_10_cg.html, and of access points without a controller
const CISCO = /(?:set-key|wpa-psk) (?:ascii|hex) (?:[0-8] )?"?([^\s"'<>]{8,128})/y;
// https://arubanetworking.hpe.com/techdocs/CLI-Bank/Content/aos8/wlan-ssid-prof.htm
const ARUBA = /wpa-(?:passphrase|hexkey) "?([^\s"'<>]{8,128})/y;
// https://learn.microsoft.com/en-us/windows/win32/nativewifi/wlan-profileschema-sharedkey-security-element
const PROFILE = /<keyMaterial>([^<>\r\n]{8,128})(?=<\/)/y;
// https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/netsh-wlan: `show profile … key=clear`
const SHOWN = /(?:Key Content|Schlüsselinhalt|Contenu de la clé|Contenido de la clave)[ \t]{0,24}: ([^\r\n]{8,64})/y;
// https://docs.espressif.com/projects/arduino-esp32/en/latest/api/wifi.html
const ARDUINO =
  /WiFi(?:Multi)?\.(?:begin|softAP|addAP)\(\s{0,8}(?:"[^"\r\n]{1,64}"|\w{1,40})\s{0,4},\s{0,8}"([^"\r\n]{8,64})(?=")/y;

const isChosen = (value: string): boolean => !isPlaceholder(value);

function readUci({ text, start }: Site): Hit | undefined {
  OPENWRT.lastIndex = start;
  const [whole, , value = ''] = OPENWRT.exec(text) ?? [];
  if (whole === undefined || isPlaceholder(value)) return undefined;
  if (!isGivenPassword(value) && !NETWORK.test(text.slice(Math.max(0, start - NEAR), start + NEAR))) return undefined;
  const end = start + whole.length - 1;
  return { start: end - value.length, end, confidence: 0.85 };
}

export const WIRELESS: readonly Rule[] = [
  { anchors: ['WIFI:'], verify: filtered(matchAt(QR_CODE, SURE), isChosen) },
  { anchors: ['option key', 'option\tkey', 'option sae_password'], verify: readUci },
  { anchors: ['wireless.'], verify: filtered(matchAt(UCI, 0.85), isChosen) },
  { anchors: ['set-key ', 'wpa-psk '], verify: givenAt(CISCO) },
  { anchors: ['wpa-passphrase ', 'wpa-hexkey '], verify: givenAt(ARUBA) },
  { anchors: ['<keyMaterial>'], verify: filtered(matchAt(PROFILE), isChosen) },
  {
    anchors: ['Key Content', 'sselinhalt', 'Contenu de la cl', 'Contenido de la clave'],
    verify: filtered(matchAt(SHOWN, 0.85), isChosen),
  },
  { anchors: ['WiFi.begin(', 'WiFi.softAP(', 'WiFiMulti.addAP('], verify: givenAt(ARDUINO) },
];
