import { TYPES } from '@mcp-guard/detectors';
import { expect, it } from 'vitest';
import { ALIASES, isRightType } from '../../src/corpus/type-names.ts';

it.each([
  ['github-pat', 'github_token'],
  ['GitHubApp', 'github_token'],
  ['aws-access-token', 'aws_key'],
  ['new-relic-user-api-key', 'newrelic_key'],
  ['gcp-api-key', 'google_key'],
  ['gcp-service-account', 'private_key'],
  ['hashicorp-tf-api-token', 'terraform_token'],
  ['1password-service-account-token', 'onepassword_key'],
  ['generic-api-key', 'secret'],
  ['generic-api-key', 'password'],
  ['private-key', 'private_key'],
  ['curl-auth-user', 'command_password'],
  ['CREDIT_CARD', 'credit_card'],
  ['CreditCardNumber', 'credit_card'],
  ['IBAN_CODE', 'iban'],
  ['IBAN_CODE', 'published_sample'],
  ['basic-auth', 'default_password'],
  ['EMAIL_ADDRESS', 'email'],
  ['US_SSN', 'ssn'],
  ['IN_PAN', 'in_pan'],
  ['IN_VOTER', 'in_voter_id'],
  ['SG_NRIC_FIN', 'sg_nric'],
  ['US_DRIVER_LICENSE', 'us_driving_licence'],
  ['DE_PASSPORT', 'passport'],
  ['TR_PHONE_NUMBER', 'phone'],
  ['TR_LICENSE_PLATE', 'vehicle_plate'],
  ['IP_ADDRESS', 'ipv6'],
])('%s may be found as %s', (label, type) => {
  expect(TYPES.has(type)).toBe(true);
  expect(isRightType(label, type)).toBe(true);
});

it.each([
  ['github-pat', 'gitlab_token'],
  ['aws-access-token', 'secret'],
  ['squarespace-access-token', 'square_key'],
  ['box-token', 'dropbox_token'],
  ['DE_TAX_ID', 'de_tax_number'],
  ['DE_PASSPORT', 'de_id_card'],
  ['ES_NIE', 'es_passport'],
  ['US_PASSPORT', 'uk_passport'],
  ['ZA_ID_NUMBER', 'id_nik'],
  ['US_SSN', 'us_itin'],
  ['generic-api-key', 'github_token'],
  ['', 'secret'],
])('%s is not found as %s', (label, type) => {
  expect(isRightType(label, type)).toBe(false);
});

it.each([...ALIASES].flatMap(([name, aliases]) => aliases.map((alias) => [name, alias])))(
  'there is a type for %s called %s',
  (name, alias) => {
    const types = [...TYPES.keys()].filter((type) => isRightType(alias, type) && isRightType(name, type));
    expect(types).not.toEqual([]);
  },
);
