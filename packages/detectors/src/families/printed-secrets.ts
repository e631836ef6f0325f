import type { Family, Rule } from '../detector.js';
import { isBarePassword } from '../rules/password-values.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { looksRandom, randomnessOf } from '../validators/randomness.js';

/* Secrets that stand alone on the line below the command that printed them, as transcripts and notes have it. */

/** A comment or the rest of a command, the end of its line, and a value that is all of the next line. */
const BELOW = String.raw`[^\r\n]{0,200}\r?\n[ \t]{0,8}(?:\x60{3}\w{0,12}\r?\n)?[ \t]{0,8}["']?([^\s"'\x60]{8,200})(?=["'\x60]?[ \t]{0,8}(?:\r?\n|$))`;

/** These commands print a password, a key or a token, and nothing else. */
const COMMANDS: readonly (readonly [anchors: readonly string[], command: string])[] = [
  // https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd_admin_initial-password/
  [
    ['argocd admin initial-password', 'argocd-initial-admin-secret'],
    'argocd(?: admin initial-password|-initial-admin-secret)',
  ],
  // https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-kubectl/#decoding-the-secret
  [
    ['get secret', 'get secrets'],
    String.raw`get secrets?(?=[ /])[^\r\n]{0,200}(?:\| ?base64 (?:-d|-D|--decode)|base64decode|--to=-)`,
  ],
  // https://www.jenkins.io/doc/book/installing/linux/, https://help.sonatype.com/en/post-install-checklist.html
  [
    ['initialAdminPassword', 'nexus-data/admin.password', 'initial-admin-password'],
    String.raw`(?:initialAdminPassword|nexus-data/admin\.password|initial-admin-password)(?= *[\r\n])`,
  ],
  // https://docs.openssl.org/master/man1/openssl-rand/, https://linux.die.net/man/1/pwgen
  [
    ['openssl rand ', 'pwgen ', 'head -c'],
    String.raw`(?:openssl rand (?:-[\w-]{2,8} )?\d{1,4}|pwgen (?:-\w{1,8} ){0,3}\d{1,3}|head -c ?\d{1,4} /dev/u?random)`,
  ],
  // https://developer.hashicorp.com/consul/commands/keygen, wg(8), https://developer.hashicorp.com/vault/docs/commands/kv/get
  [
    ['consul keygen', 'keyring generate', 'wg genkey', 'wg genpsk'],
    '(?:consul keygen|keyring generate|wg gen(?:key|psk))',
  ],
  [
    ['vault kv get', 'vault read', 'vault token create', 'bao kv get'],
    String.raw`(?:vault|bao) (?:kv get|read|token create)[^\r\n]{0,80} -field[= ]\S{0,24}(?:pass|secret|token|key)`,
  ],
  // https://docs.aws.amazon.com/cli/latest/reference/secretsmanager/get-secret-value.html, …/ssm/get-parameter.html
  [['get-secret-value'], String.raw`get-secret-value[^\r\n]{0,160}--output text`],
  [['with-decryption'], String.raw`with-decryption[^\r\n]{0,160}--output text`],
  // https://docs.cloud.google.com/sdk/gcloud/reference/secrets/versions/access, https://learn.microsoft.com/cli/azure/keyvault/secret
  [
    ['versions access', 'keyvault secret show'],
    String.raw`(?:versions access (?=[^\r\n]{0,80}--secret)|keyvault secret show(?=[^\r\n]{0,160}(?:-o|--output) tsv))`,
  ],
  // https://developer.1password.com/docs/cli/reference/commands/read/, https://www.passwordstore.org, https://bitwarden.com/help/cli/
  [
    [
      'op read',
      'pass show',
      'gopass show',
      'bw get password',
      'lpass show',
      'find-generic-password',
      'heroku auth:token',
      'fly auth token',
      'flyctl auth token',
    ],
    String.raw`(?:op read ["']?op://|(?:go)?pass show |bw get password |lpass show [^\r\n]{0,40}--password|find-generic-password [^\r\n]{0,80}-w|heroku auth:token|fly(?:ctl)? auth token)`,
  ],
  // https://laravel.com/docs/encryption, https://guides.rubyonrails.org/security.html, https://hexdocs.pm/phoenix/deployment.html
  [
    ['key:generate --show', 'rails secret', 'rake secret', 'phx.gen.secret'],
    String.raw`(?:key:generate --show|ra(?:ils|ke) secret|phx\.gen\.secret)`,
  ],
];

/** Less than chance is enough for what a command prints; words, paths, URLs and the prompt of the next command are none. */
const isPrinted = (value: string): boolean =>
  /\d/.test(value) &&
  !/^(?:[#$%>~.]|\/(?!.{20,80}=$)|-{2}|https?:|\d[\d.:-]*$)|[:,;]$/.test(value) &&
  !isPlaceholder(value) &&
  (looksRandom(value, 1) || (randomnessOf(value) > 0 && isBarePassword(value)));

const printedBy = (command: string): Rule['verify'] =>
  filtered(matchAt(new RegExp(command + BELOW, 'iy'), 0.85), isPrinted);

// https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/built-in-sm: the password on the same line or the next
const ELASTIC =
  /(?:password for the \[?\w{4,24}\]? (?:built-in )?(?:super)?user\b[^\r\n]{0,100}?:|password for the \[\w{4,24}\] user successfully reset\.\r?\nnew value:|password (?:elastic|kibana(?:_system)?|logstash_system|beats_system|apm_system|remote_monitoring_user) =|superuser is :)(?:\s|\\n){1,12}([\w*+=-]{12,64})(?![\w*+=-])/iy;

/** First passwords: https://dev.mysql.com/doc/refman/8.4/en/data-directory-initialization.html, https://www.jenkins.io/doc/book/installing/linux/ */
const FIRST =
  /(?:temporary password is generated for [\w.@%-]{1,80}: |password to proceed to installation:(?:\s|\\n|\*){1,12})([^\s"'\x60\\]{8,64})/iy;

export const printedSecrets: Family = {
  name: 'printed-secrets',
  detectors: [
    {
      id: 'printed_secret',
      title: 'a secret that a command printed',
      group: 'secret',
      generic: true,
      rules: [
        {
          anchors: ['temporary password is generated', 'password to proceed'],
          verify: filtered(matchAt(FIRST, 0.85), isPrinted),
        },
        ...COMMANDS.map(([anchors, command]) => ({ anchors, verify: printedBy(command) })),
        {
          anchors: [
            'password for the ',
            'password elastic',
            'password kibana',
            'password logstash',
            'password beats',
            'password apm_',
            'superuser is',
          ],
          verify: filtered(matchAt(ELASTIC, 0.85), isPrinted),
        },
      ],
    },
  ],
};
