import type { Family, Rule } from '../detector.js';
import { prefixed } from '../rules/prefixed.js';
import { secret, UUID } from '../rules/secret.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isVaried } from '../validators/randomness.js';

/* What lets a machine into a cluster or a network, and what opens a vault. */

const varied = (pattern: RegExp): Rule['verify'] => filtered(matchAt(pattern), (value) => isVaried(value, 3));

/** A share of the key in base64 or hex, of 32 bytes and one more. */
const SHARE = '(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{44}|[0-9a-f]{64}(?:[0-9a-f]{2})?)';
const ONLY_SHARE = new RegExp(`^${SHARE}$`);
const AFTER = '(?![A-Za-z0-9+/=])';
const PRINTED = new RegExp(`(?:unseal|recovery) key \\d{1,2}: {1,4}(${SHARE})${AFTER}`, 'iy');
const TYPED = new RegExp(`operator unseal (?:-[\\w=-]{1,24} ){0,2}["']?(${SHARE})${AFTER}`, 'y');
const LISTED = new RegExp(
  `(?:keys_b64|keys_hex|keys_base64)\\\\?["']?\\s{0,4}[:=]\\s{0,4}\\[((?:\\s{0,40}\\\\?["']${SHARE}\\\\?["'],?){1,20})`,
  'y',
);

const GOSSIP =
  /-?encrypt(?:_key)?["']?[ \t]{0,8}[:= ][ \t]{0,8}["']?((?:[A-Za-z0-9+/_-]{43}=|[A-Za-z0-9+/_-]{22}==))(?![\w+/=-])/y;
const KEYRING =
  /keyring -?(?:install|use|remove)[ =]["']?((?:[A-Za-z0-9+/_-]{43}=|[A-Za-z0-9+/_-]{22}==))(?![\w+/=-])/y;

const SECRET_ID = new RegExp(`secret ?id\\\\?"?\\s{0,12}[:=]\\s{0,12}\\\\?"?(${UUID.source})(?![\\w-])`, 'iy');
/** Consul and Nomad give each secret with the name of its owner; elsewhere a secret's id is no secret. */
const ACCESSOR = /accessor ?id/i;
const NEAR = 300;

/** 32 bytes: of the last letter two bits are zero. */
const WIREGUARD =
  /(?:private|preshared)[_-]?key\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(?![\w+/=])/iy;

const CEPH = /(?<![A-Za-z0-9+/])AQ[A-D][A-Za-z0-9+/]{10}[BRhx]AA[A-Za-z0-9+/]{22}==(?![\w+/=])/y;

export const clusters: Family = {
  name: 'clusters',
  detectors: [
    // https://docs.docker.com/reference/cli/docker/swarm/join-token/, …/unlock-key/
    secret(
      'swarm_key',
      'a Docker Swarm key',
      prefixed(['SWMTKN-1-'], /[0-9a-z]{40,52}-[0-9a-z]{20,28}/),
      prefixed(['SWMKEY-1-'], /[A-Za-z0-9+/]{43}/),
    ),
    // https://docs.k3s.io/cli/token: a hash of the certificate, and a name and password
    secret(
      'k3s_token',
      'a K3s or RKE2 token',
      prefixed(['K10'], /[0-9a-f]{64}::(?:[\w.-]{1,40}:)?[\w.-]{8,128}(?![\w.-])/),
    ),
    // https://developer.hashicorp.com/vault/docs/commands/operator/init, …/unseal, …/api-docs/system/init
    secret(
      'unseal_key',
      'an unseal or recovery key of a vault',
      { anchors: ['Unseal Key ', 'Recovery Key '], verify: varied(PRINTED) },
      { anchors: ['operator unseal '], verify: varied(TYPED) },
      { anchors: ['keys_b64', 'keys_hex', 'keys_base64'], verify: varied(LISTED) },
      {
        key: /(?:unseal|recovery) keys? (?:b64|hex|base64)|^keys base64/,
        verify: filtered(
          ({ end }) => ({ start: 0, end, confidence: 0.85 }),
          (value) => ONLY_SHARE.test(value),
        ),
      },
    ),
    // https://developer.hashicorp.com/consul/commands/keygen, https://developer.hashicorp.com/nomad/commands/operator/gossip/keyring-generate
    secret(
      'gossip_key',
      'a gossip key of a cluster',
      {
        anchors: ['encrypt =', 'encrypt=', 'encrypt"', 'encrypt:', '-encrypt ', 'encrypt_key'],
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
    secret('ceph_key', 'a Ceph key', { anchors: ['AQA', 'AQB', 'AQC', 'AQD'], seams: true, verify: varied(CEPH) }),
  ],
};
