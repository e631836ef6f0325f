import type { Family, Rule } from '../detector.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isDefaultLogin } from '../validators/development-defaults.js';
import { isPlaceholder, isWorthHiding } from '../validators/placeholders.js';
import { randomnessOf } from '../validators/randomness.js';
import { isLogin } from './headers.js';

/* Files in which programs keep what they log in with. */

const FITS = 0.85;

// https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
const NETRC =
  /(?:machine\s{1,8}\S{1,128}|default)(?:\s|\\[nrt]){1,8}(?:login|user)\s{1,8}(?!anonymous)\S{1,128}(?:\s|\\[nrt]){1,8}password[ \t]{1,8}"?((?:[^\s"'\\<]|<(?!\/)){3,128})/y;
// https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration
const NPMRC = /:?_(?:authToken|auth|password)[ \t]{0,2}=[ \t]{0,2}"?([\w.+/~-]{8,512}={0,2})/y;
// https://docs.docker.com/reference/cli/docker/login/: base64 of user:password
const DOCKER = /auth\\?"\s{0,4}:\s{0,4}\\?"([A-Za-z\d+/]{8,2048}={0,2})(?=\\?")/y;
// https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
const KUBECONFIG = /client-key-data"?:\s{0,4}"?([A-Za-z\d+/]{40,20000}={0,2})/y;
// https://maven.apache.org/settings.html#servers, in braces where it is encrypted
const MAVEN = /<(?:password|passphrase)>([^<>{}\s]{4,128})(?=<\/(?:password|passphrase)>)/y;

// https://developer.wordpress.org/advanced-administration/wordpress/wp-config/#security-keys
const SALT = /(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)["'],\s{0,16}["']([^\r\n]{40,120}?)(?=["']\s{0,4}\))/y;

const KIND = /["']?kind["']?\s{0,4}:\s{0,4}["']?$/;
const LONGEST_KIND = 20;
/** One document of several, as far as is looked. */
const DOCUMENT = 4096;
const DATA = /(?:^|[\n{,\s])\\?["']?data\\?["']?\s{0,4}:(?=[\s{\\])/;
const ENTRY =
  /(?<![\w.-])[\w.-]{1,64}\\?["']?\s{0,4}:\s{0,4}(?:[|>][-+]?\s{1,20})?\\?["']?([A-Za-z\d+/]{10,8192}={0,2})(?=[\s"',}\\]|$)/g;

/** All values of a Kubernetes secret: https://kubernetes.io/docs/concepts/configuration/secret/ has them in base64. */
const readSecret: Rule['verify'] = ({ text, start, end }) => {
  const kind = KIND.exec(text.slice(Math.max(0, start - LONGEST_KIND), start));
  if (!kind || /\w/.test(text.charAt(end))) return undefined;
  const before = text.slice(Math.max(0, start - DOCUMENT), start - kind[0].length);
  const other = before.slice(before.lastIndexOf('kind') + 1);
  const from = start - kind[0].length - other.length + other.lastIndexOf('\n---') + 1;
  const after = text.slice(end, end + DOCUMENT);
  const [rest = ''] = after.split(/\n---|\bkind\b/, 1);
  const secret = text.slice(from, end + rest.length);
  const data = DATA.exec(secret);
  if (!data) return undefined;
  const all = [...secret.slice(data.index).matchAll(ENTRY)].filter(([, value = '']) => isEncoded(value));
  const own = all.filter(([, value = '']) => !isDefaultLogin(value));
  const values = own.length > 0 ? own : all.slice(0, 1);
  const [first, last] = [values.at(0), values.at(-1)];
  if (!first || !last) return undefined;
  const offset = from + data.index;
  const [whole, value = ''] = first;
  return {
    start: offset + first.index + whole.length - value.length,
    end: offset + last.index + last[0].length,
    confidence: FITS,
  };
};
function isEncoded(value: string): boolean {
  if (value.length % 4 !== 0) return false;
  const bytes = Buffer.from(value, 'base64');
  return isDefaultLogin(value) || (bytes.length >= 6 && !isPlaceholder(bytes.toString('latin1')));
}

export const loginFiles: Family = {
  name: 'login-files',
  detectors: [
    {
      id: 'login_file',
      title: 'a password or token in a login file',
      group: 'secret',
      generic: true,
      rules: [
        {
          anchors: ['machine ', 'default login', 'default user'],
          verify: filtered(matchAt(NETRC, FITS), (value) => isWorthHiding(value)),
        },
        {
          anchors: ['_authToken', ':_auth', ':_password'],
          verify: filtered(matchAt(NPMRC, FITS), (value) => /\d/.test(value) && isWorthHiding(value)),
        },
        { anchors: ['auth"', 'auth\\"'], verify: filtered(matchAt(DOCKER, FITS), isLogin) },
        {
          key: /^auth$/,
          verify: ({ text, end }) => (end <= 2048 && isLogin(text) ? { start: 0, end, confidence: FITS } : undefined),
        },
        {
          anchors: ['auth_key', 'auth_salt', 'logged_in_key', 'logged_in_salt', 'nonce_key', 'nonce_salt'],
          verify: filtered(matchAt(SALT, FITS), (value) => isWorthHiding(value) && randomnessOf(value) > 0),
        },
        { anchors: ['client-key-data'], verify: matchAt(KUBECONFIG) },
        {
          anchors: ['<password>', '<passphrase>'],
          verify: filtered(matchAt(MAVEN, FITS), (value) => isWorthHiding(value)),
        },
      ],
    },
    {
      id: 'kubernetes_secret',
      title: 'a Kubernetes secret',
      group: 'secret',
      rules: [{ anchors: ['secret'], verify: readSecret }],
    },
  ],
};
