import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixedRun } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { isVaried, isWritten } from '../validators/randomness.js';

const ATLAS = /(?<=([A-Za-z0-9]{14}))\.atlasv1\.[\w-]{60,80}(?![\w-])/y;
const INFRACOST = /(?<![A-Za-z0-9])ico-[A-Za-z0-9]{32}(?![A-Za-z0-9])/y;
const OCTOPUS = /(?<![A-Za-z0-9_])API-[A-Z0-9]{25,36}(?![A-Za-z0-9-])/y;

/** Keys of what builds, tests and rolls out software, and of the safes that keep its secrets. */
export const delivery: Family = {
  name: 'delivery',
  detectors: [
    // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
    secret('terraform_token', 'a Terraform token', {
      anchors: ['.atlasv1.'],
      seams: true,
      verify: filtered(matchAround(ATLAS), (value) => isVaried(value)),
    }),
    // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
    secret(
      'vault_token',
      'a HashiCorp Vault token',
      prefixedRun(['hvs.', 'hvb.', 'hvr.'], '\\w-', 24, 300),
      labelled(['vault'], /[sbr]\.[A-Za-z0-9]{24}/),
      labelled(['vault_token', 'vault_secret_id', 'vaulttoken', 'vaultsecretid', 'consul', 'nomad'], UUID),
    ),
    // https://github.com/FiloSottile/age#readme; Bech32
    secret('age_key', 'an age secret key', {
      anchors: ['AGE-SECRET-KEY-'],
      seams: true,
      verify: matchAt(/AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{58,100}(?![A-Za-z0-9])/y),
    }),
    // https://www.infracost.io/docs/
    secret('infracost_key', 'an Infracost API key', {
      anchors: ['ico-'],
      verify: filtered(matchAt(INFRACOST), (value) => isVaried(value) && !isWritten(value) && /[A-Z]/.test(value)),
    }),
    // https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key
    secret('octopus_key', 'an Octopus Deploy API key', {
      anchors: ['API-'],
      verify: filtered(matchAt(OCTOPUS), (value) => isVaried(value) && !isWritten(value)),
    }),
  ],
};
