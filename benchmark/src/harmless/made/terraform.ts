import { BASE32, type Random } from '../../security/harness/random.js';
import {
  address,
  app,
  base64,
  digits,
  hex,
  many,
  mixed,
  region,
  time,
  uuid,
  version,
  word,
  type Write,
} from './draw.js';

/** What terraform prints, after developer.hashicorp.com/terraform/cli. */
export const TERRAFORM: readonly Write[] = [plan, apply, state, init];

const TYPES = [
  'aws_instance',
  'aws_s3_bucket',
  'aws_security_group',
  'aws_db_instance',
  'google_compute_instance',
  'azurerm_storage_account',
  'kubernetes_deployment',
  'random_id',
  'aws_secretsmanager_secret',
];

const arn: Write = (random) =>
  `arn:aws:${random.pick(['s3', 'ec2', 'iam', 'secretsmanager', 'kms'])}:${region(random)}:${digits(random, 12)}:${random.pick([`secret:${app(random)}/${word(random)}-${mixed(random, 6)}`, `key/${uuid(random)}`, `instance/i-0${hex(random, 16)}`])}`;

/** Attributes as they stand in plans and states; secret ones are not shown. */
const ATTRIBUTES: readonly Write[] = [
  (random) => `ami                                  = "ami-0${hex(random, 16)}"`,
  (random) => `arn                                  = "${arn(random)}"`,
  () => `password                             = (sensitive value)`,
  (random) => `instance_type                        = "t3.${random.pick(['micro', 'large', 'medium'])}"`,
  () => `key_name                             = (known after apply)`,
  (random) => `user_data                            = "${hex(random, 40)}"`,
  (random) => `etag                                 = "${hex(random, 32)}"`,
  (random) => `hosted_zone_id                       = "Z${mixed(random, 13).toUpperCase()}"`,
  (random) => `private_ip                           = "${address(random)}"`,
  (random) => `source_code_hash                     = "${base64(random, 43)}="`,
  (random) => `kms_key_id                           = "${arn(random)}"`,
  (random) => `subnet_id                            = "subnet-0${hex(random, 16)}"`,
  (random) => `unique_id                            = "AROA${random.text(17, BASE32)}"`,
  () => `access_key                           = (sensitive value)`,
  (random) => `b64_url                              = "${base64(random, 11).replaceAll(/[+/]/g, '_')}"`,
  (random) => `secret_name                          = "${app(random)}-${word(random)}"`,
];

const resource: Write = (random) =>
  `${random.pick(TYPES)}.${app(random)}${random.pick(['', `[${random.below(9)}]`, `["${word(random)}"]`])}`;

const change: Write = (each) => {
  const name = resource(each);
  const [verb, sign] = each.pick([
    ['created', '+'],
    ['updated in-place', '~'],
    ['destroyed', '-'],
  ] as const);
  const lines = many(each, 12, (line) => `      ${sign} ${line.pick(ATTRIBUTES)(line)}\n`).join('');
  return `  # ${name} will be ${verb}\n  ${sign} resource "${name.replace('.', '" "')}" {\n${lines}      ${sign} tags                                 = {\n          ${sign} "Name" = "${app(each)}-${word(each)}"\n        }\n    }\n\n`;
};

function plan(random: Random): string {
  return `Terraform will perform the following actions:\n\n${many(random, 20, change).join('')}Plan: ${random.below(30)} to add, ${random.below(9)} to change, ${random.below(9)} to destroy.\n`;
}

function apply(random: Random): string {
  const one: Write = (each) =>
    `${resource(each)}: ${each.pick(['Creating...', `Still creating... [${each.below(90)}s elapsed]`, `Creation complete after ${each.below(90)}s [id=i-0${hex(each, 16)}]`, `Refreshing state... [id=${uuid(each)}]`, `Refreshing state... [id=${arn(each)}]`, `Modifications complete after 1s [id=sg-0${hex(each, 16)}]`])}\n`;
  return `${many(random, 100, one).join('')}\nApply complete! Resources: ${random.below(30)} added, 0 changed, 0 destroyed.\n\nOutputs:\n\nbucket_arn = "${arn(random)}"\ndb_password = <sensitive>\n`;
}

const managed = (each: Random): object => ({
  mode: 'managed',
  type: each.pick(TYPES),
  name: app(each),
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [
    {
      schema_version: 1,
      attributes: {
        id: `i-0${hex(each, 16)}`,
        arn: arn(each),
        created: time(each),
        password: null,
        tags: { Name: word(each) },
        vpc_id: `vpc-0${hex(each, 16)}`,
        volume: each.below(500),
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: mixed(each, 12),
              Effect: 'Allow',
              Action: ['secretsmanager:GetSecretValue', 'kms:Decrypt'],
              Resource: arn(each),
            },
          ],
        }),
      },
      sensitive_attributes: [],
      private: base64(each, 92),
    },
  ],
});

function state(random: Random): string {
  return `${JSON.stringify({ version: 4, terraform_version: version(random), serial: random.below(900), lineage: uuid(random), outputs: {}, resources: many(random, 12, managed) }, null, 2)}\n`;
}

const installation: Write = (each) =>
  `- Installing hashicorp/${word(each)} v${version(each)}...\n- Installed hashicorp/${word(each)} v${version(each)} (signed by HashiCorp)\n`;

const lock: Write = (each) =>
  `provider "registry.terraform.io/hashicorp/${word(each)}" {\n  version = "${version(each)}"\n  hashes = [\n${many(each, 8, (hash) => `    "h1:${base64(hash, 43)}=",\n    "zh:${hex(hash, 64)}",\n`).join('')}  ]\n}\n`;

function init(random: Random): string {
  return `Initializing provider plugins...\n${many(random, 8, installation).join('')}\n${many(random, 4, lock).join('')}`;
}
