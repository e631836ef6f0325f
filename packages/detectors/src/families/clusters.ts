import type { Family, Rule, Site } from '../detector.js';
import { isGivenPassword } from '../rules/given-password.js';
import { prefixed } from '../rules/prefixed.js';
import { secret, UUID } from '../rules/secret.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isInBase64 } from '../validators/blobs.js';
import { isVaried, isWritten } from '../validators/randomness.js';

/* These let a machine into a cluster or a network, or open a vault. */

const varied = (pattern: RegExp): Rule['verify'] => filtered(matchAt(pattern), (value) => isVaried(value, 3));

/** How far what belongs together stands apart. */
const NEAR = 300;

/** A share of the key in base64 or hex, of 32 bytes and one more. */
const SHARE = '(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{44}|[0-9a-f]{64}(?:[0-9a-f]{2})?)';
const ONLY_SHARE = new RegExp(`^${SHARE}$`);
const AFTER = '(?![A-Za-z0-9+/=])';
const PRINTED = new RegExp(`(?:unseal|recovery) key \\d{1,2}: {1,4}(${SHARE})${AFTER}`, 'iy');
const TYPED = new RegExp(
  `(?:operator (?:unseal|rekey|generate-root)|vault unseal)(?: -[\\w-]{1,24}(?:=\\S{1,128})?){0,5} ["']?(${SHARE})${AFTER}`,
  'y',
);
const LISTED = new RegExp(
  `(?:keys_b64|keys_hex|keys_base64)\\\\?["']?\\s{0,4}[:=]\\s{0,4}\\[((?:\\s{0,40}\\\\?["']${SHARE}\\\\?["'],?){1,20})`,
  'y',
);

/** `keys` of anything: what Vault answers has these beside them. */
const KEYS = new RegExp(`"keys\\\\?"\\s{0,4}:\\s{0,4}\\[((?:\\s{0,40}\\\\?"(?:${SHARE})\\\\?",?){1,20})`, 'y');
const BESIDE_KEYS = /keys_base64|root_token|"sealed|\bsealed\\?"|progress/;
const isBesideSeal = (_: string, { text, start, end }: Site): boolean =>
  BESIDE_KEYS.test(text.slice(Math.max(0, start - NEAR), start)) || BESIDE_KEYS.test(text.slice(end, end + 3 * NEAR));
// https://developer.hashicorp.com/vault/api-docs/system/unseal: what is sent stands before its address or behind it
const SENT = new RegExp(`\\\\?"key\\\\?"\\s{0,4}:\\s{0,4}\\\\?"(${SHARE})(?=\\\\?")`);
const readSent: Rule['verify'] = ({ text, start }) => {
  const from = Math.max(0, start - NEAR);
  const match = SENT.exec(text.slice(from, start + NEAR));
  const value = match?.[1];
  if (match === null || value === undefined || !isVaried(value, 3)) return undefined;
  const begin = from + match.index + match[0].length - value.length;
  return { start: begin, end: begin + value.length, confidence: 0.95 };
};
/** A share has 33 bytes, as a public key of an elliptic curve has behind 02 or 03. */
const HEX_SHARE = /^(?!0[23])[0-9a-f]{66}$/;

const GOSSIP =
  /-?encrypt(?:_key)?["']?[ \t]{0,24}[:= ][ \t]{0,24}["']?((?:[A-Za-z0-9+/_-]{43}=|[A-Za-z0-9+/_-]{22}==))(?![\w+/=-])/y;
const KEYRING =
  /keyring -?(?:install|use|remove)[ =]["']?((?:[A-Za-z0-9+/_-]{43}=|[A-Za-z0-9+/_-]{22}==))(?![\w+/=-])/y;

const SECRET_ID = new RegExp(`secret ?id\\\\?"?\\s{0,12}[:=]\\s{0,12}\\\\?"?(${UUID.source})(?![\\w-])`, 'iy');
/** Consul and Nomad give each secret with the name of its owner; elsewhere a secret's id is no secret. */
const ACCESSOR = /accessor ?id/i;

/** 32 bytes: of the last letter two bits are zero. */
const WIREGUARD =
  /(?:private|preshared)[_-]?key\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(?![\w+/=])/iy;

const CEPH = /(?<![A-Za-z0-9+/])AQ[A-D][A-Za-z0-9+/]{10}[BRhx]AA[A-Za-z0-9+/]{22}==(?![\w+/=])/y;

/** As `ceph auth get` and a file of keys have it, whatever the time in it is. */
const CEPH_FILE =
  /\[(?:client|mon|osd|mds|mgr|bootstrap-\w{3})[.\w-]{0,64}\](?:\s|\\[nrt]){1,12}key[ \t]{0,8}=[ \t]{0,8}"?([A-Za-z0-9+/]{20,128}={0,3})(?![\w+/=])/y;

const COOKIE =
  /(?:(?:erlang[_.-]?cookie|release_cookie)(?:["']?\s{0,4}[:=]\s{0,4}|["']?[)}]?(?:\r?\n|\s=>\s))|-setcookie[ \t]{1,4})["']?([A-Za-z0-9_+/=-]{8,255})(?![\w+/=-])/iy;
/** Erlang draws twenty capitals. */
const isCookie = (value: string): boolean =>
  /^[A-Z]{20}$/.test(value) ? isVaried(value, 3) && !isWritten(value) : value.length >= 12 && isGivenPassword(value);

const JOINED =
  /(?:add-node[^\r\n]{0,80}--token[ =]|join-cluster (?:\S{1,64} )?)([0-9a-zA-Z]{32}(?![\w-])|eyJ[A-Za-z0-9+/=]{60,2000})/y;

/** The line that names the file, at most one more, and then nothing but base64. */
const KEY_FILE =
  /(?:munge|authkey|keyfile|mongo(?:db)?[.-]key)[^\r\n]{0,160}(?:\r?\n[^\r\n]{0,80})?\r?\n[ \t]{0,8}((?=[A-Za-z0-9+/]{60})(?:[A-Za-z0-9+/]{60,1024}\r?\n[ \t]{0,8}){0,20}[A-Za-z0-9+/]{2,1024}={0,2})(?=\s|["'\x60]|$)/iy;

export const clusters: Family = {
  name: 'clusters',
  detectors: [
    // https://developer.hashicorp.com/vault/docs/commands/operator/init, …/unseal, …/api-docs/system/init
    secret(
      'unseal_key',
      'an unseal or recovery key of a vault',
      { anchors: ['Unseal Key ', 'Recovery Key '], verify: varied(PRINTED) },
      {
        anchors: ['operator unseal ', 'operator rekey ', 'operator generate-root ', 'vault unseal '],
        verify: varied(TYPED),
      },
      { anchors: ['"keys"', '"keys\\"'], verify: filtered(varied(KEYS), isBesideSeal) },
      { anchors: ['sys/unseal'], verify: readSent },
      { anchors: ['keys_b64', 'keys_hex', 'keys_base64'], verify: varied(LISTED) },
      {
        key: /(?:unseal|recovery) keys? (?:b64|hex|base64)|^keys base64/,
        verify: filtered(
          ({ end }) => ({ start: 0, end, confidence: 0.85 }),
          (value) => ONLY_SHARE.test(value),
        ),
      },
      {
        key: /^keys$/,
        verify: filtered(
          ({ end }) => ({ start: 0, end, confidence: 0.85 }),
          (value) => HEX_SHARE.test(value) && isVaried(value),
        ),
      },
    ),
    // https://developer.hashicorp.com/consul/commands/keygen, https://developer.hashicorp.com/nomad/commands/operator/gossip/keyring-generate
    secret(
      'gossip_key',
      'a gossip key of a cluster',
      {
        anchors: [
          'encrypt =',
          'encrypt  ',
          'encrypt\t',
          'encrypt=',
          'encrypt"',
          'encrypt:',
          '-encrypt ',
          'encrypt_key',
        ],
        verify: varied(GOSSIP),
      },
      { anchors: ['keyring install', 'keyring use', 'keyring -'], verify: varied(KEYRING) },
    ),
    // https://developer.hashicorp.com/consul/commands/acl/token, https://developer.hashicorp.com/nomad/commands/acl/bootstrap
    secret('acl_token', 'a Consul or Nomad token', {
      anchors: ['SecretID', 'Secret ID'],
      verify: filtered(matchAt(SECRET_ID), (value, { text, start, end }) => {
        const around = text.slice(Math.max(0, start - NEAR), end + NEAR);
        return isVaried(value) && ACCESSOR.test(around);
      }),
    }),
    // wg(8): https://git.zx2c4.com/wireguard-tools/about/src/man/wg.8
    secret('wireguard_key', 'a WireGuard key', {
      anchors: ['PrivateKey', 'PresharedKey', 'private_key', 'private-key', 'preshared_key', 'preshared-key'],
      verify: varied(WIREGUARD),
    }),
    // https://docs.ceph.com/en/latest/dev/cephx_protocol/: 1, a time, the length 16 and as many bytes
    secret(
      'ceph_key',
      'a Ceph key',
      { anchors: ['AQA', 'AQB', 'AQC', 'AQD'], seams: true, verify: varied(CEPH) },
      { anchors: ['[client.', '[mon.', '[osd.', '[mds.', '[mgr.', '[bootstrap-'], verify: varied(CEPH_FILE) },
    ),
    // https://www.rabbitmq.com/docs/clustering#erlang-cookie, https://www.erlang.org/doc/system/distributed.html
    secret('erlang_cookie', 'an Erlang cookie', {
      anchors: ['erlang_cookie', 'erlangcookie', 'erlang-cookie', 'erlang.cookie', 'release_cookie', '-setcookie '],
      verify: filtered(matchAt(COOKIE, 0.85), isCookie),
    }),
    // https://microk8s.io/docs/command-reference, https://documentation.ubuntu.com/canonical-kubernetes/
    secret('microk8s_token', 'a token to join MicroK8s', prefixed([':25000/'], /[0-9a-z]{32}(?:\/[0-9a-f]{12})?/), {
      anchors: ['add-node', 'join-cluster '],
      verify: varied(JOINED),
    }),
    // https://github.com/dun/munge/wiki/Installation-Guide, corosync_overview(8), https://www.mongodb.com/docs/manual/core/security-internal-authentication/
    secret('cluster_key_file', 'a key file of a cluster', {
      anchors: ['munge', 'authkey', 'keyfile', 'mongo.key', 'mongodb.key', 'mongo-key', 'mongodb-key'],
      verify: filtered(
        matchAt(KEY_FILE, 0.85),
        (value, { text, start }) => isVaried(value, 4) && !isInBase64(text, start),
      ),
    }),
  ],
};
