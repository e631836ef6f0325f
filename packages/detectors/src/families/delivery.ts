import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun, shortPrefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { isVaried, isWritten } from '../validators/randomness.js';

const ATLAS = /(?<=([A-Za-z0-9]{14}))\.atlasv1\.[\w-]{60,80}(?![\w-])/y;
const INFRACOST = /(?<![A-Za-z0-9])ico-[A-Za-z0-9]{32}(?![A-Za-z0-9])/y;
const OCTOPUS = /(?<![A-Za-z0-9_])API-[A-Z0-9]{25,36}(?![A-Za-z0-9-])/y;

/** Keys of what builds, tests and rolls out software, and of the safes that keep its secrets. */
export const delivery: Family = {
  name: 'delivery',
  detectors: [
    // https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/
    secret('pulumi_token', 'a Pulumi access token', prefixed(['pul-'], /[0-9a-f]{40}/)),
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
    // https://docs.doppler.com/reference/auth-token-formats
    secret(
      'doppler_token',
      'a Doppler token',
      prefixed(
        ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
        /(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/,
      ),
    ),
    // https://developer.1password.com/docs/service-accounts/, https://support.1password.com/secret-key-security/
    secret(
      'onepassword_key',
      'a 1Password key',
      prefixedRun(['ops_eyJ'], 'A-Za-z0-9+/=_-', 200, 4000),
      prefixed(['A3-'], /[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/),
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
    // https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys
    secret('prefect_key', 'a Prefect API key', prefixed(['pnu_', 'pnb_'], /[A-Za-z0-9]{36}/)),
    // https://circleci.com/docs/guides/toolkit/managing-api-tokens/
    secret(
      'circleci_token',
      'a CircleCI token',
      prefixed(['CCIPAT_', 'CCIPRJ_'], /[A-Za-z0-9]{22}_[0-9a-f]{40}/),
      ...named(['circleci', 'circle_ci', 'circle_token', 'circle-token'], /[0-9a-f]{40}/),
    ),
    // https://docs.travis-ci.com/user/triggering-builds/
    secret('travis_token', 'a Travis CI token', ...named(['travis'], /[A-Za-z0-9_-]{22}/)),
    // https://docs.codecov.com/docs/codecov-tokens
    secret(
      'codecov_token',
      'a Codecov token',
      ...named(['codecov'], /[0-9a-z]{32}|[0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}/i),
    ),
    // https://docs.snyk.io/snyk-api/authentication-for-api
    secret(
      'snyk_token',
      'a Snyk token',
      prefixed(['snyk_uat.', 'snyk_sat.'], /[0-9a-f]{8}\.[\w.-]{40,200}/),
      ...named(['snyk'], UUID),
    ),
    // https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/
    secret(
      'sonar_token',
      'a Sonar token',
      prefixed(['squ_', 'sqp_', 'sqa_', 'sqb_'], /[A-Za-z0-9]{40}/),
      ...named(['sonar'], /[A-Za-z0-9]{40}/),
    ),
    // https://learning.postman.com/docs/developer/postman-api/authentication/
    secret(
      'postman_key',
      'a Postman API key',
      prefixed(['PMAK-'], /[0-9a-f]{24}-[0-9a-f]{34}/),
      prefixed(['PMAT-'], /[A-Z0-9]{26}/),
    ),
    // https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key
    secret('octopus_key', 'an Octopus Deploy API key', {
      anchors: ['API-'],
      verify: filtered(matchAt(OCTOPUS), (value) => isVaried(value) && !isWritten(value)),
    }),
    // https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/
    secret(
      'harness_key',
      'a Harness API key',
      prefixed(['pat.', 'sat.'], /[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}/),
    ),
    // https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/authentication_and_authorization/configuring-internal-oauth
    secret('openshift_token', 'an OpenShift token', prefixed(['sha256~'], /[\w-]{43}(?![\w-])/)),
    // https://console.settlemint.com/documentation
    secret('settlemint_token', 'a SettleMint token', prefixed(['sm_pat_', 'sm_aat_', 'sm_sat_'], /[A-Za-z0-9]{16}/)),
    // https://buildkite.com/docs/platform/security/tokens
    secret('buildkite_token', 'a Buildkite token', prefixedRun(['bkua_', 'bkaj_', 'bkpt_', 'bkct_'], '\\w.-', 32, 400)),
    // https://www.jenkins.io/doc/book/system-administration/authenticating-scripted-clients/
    secret('jenkins_token', 'a Jenkins API token', ...named(['jenkins'], /11[0-9a-f]{32}|[0-9a-f]{32}/)),
    // https://ngrok.com/docs/agent/#authtokens
    secret(
      'ngrok_token',
      'an ngrok token',
      shortPrefixed(['ak_'], /[0-9][A-Za-z0-9]{26}/),
      ...named(['ngrok'], /[A-Za-z0-9]{20,30}_[A-Za-z0-9]{16,24}/),
    ),
    // https://infisical.com/docs/documentation/platform/token
    secret(
      'infisical_token',
      'an Infisical token',
      prefixed(['st.'], /[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}/),
      labelled(['infisical'], /st\.[0-9a-f-]{24,36}\.[0-9a-f]{32}\.[0-9a-f]{32}/),
    ),
    // https://www.jetbrains.com/help/youtrack/server/manage-permanent-token.html: login, name and a secret
    secret(
      'jetbrains_token',
      'a JetBrains token',
      prefixed(['perm:', 'perm-'], /[A-Za-z0-9+/=]{4,80}\.[A-Za-z0-9+/=]{2,80}\.[A-Za-z0-9]{30}/),
    ),
    // https://www.jetbrains.com/help/teamcity/configuring-your-user-profile.html#Managing+Access+Tokens
    secret('teamcity_token', 'a TeamCity token', prefixed(['eyJ0eXAiOiAiVENWMiJ9.'], /[\w-]{20,80}\.[\w-]{36,60}/)),
    // https://www.appveyor.com/docs/api/
    secret('appveyor_token', 'an AppVeyor token', ...named(['appveyor'], /v2\.[a-z0-9]{20}|[a-z0-9]{20}/)),
    // https://docs.coveralls.io/quick-start
    secret('coveralls_token', 'a Coveralls token', ...named(['coveralls'], /[A-Za-z0-9]{32,36}/)),
    // https://docs.codacy.com/codacy-api/api-tokens/
    secret('codacy_token', 'a Codacy token', ...named(['codacy'], /[A-Za-z0-9]{20}|[0-9a-f]{32}/)),
    // https://www.gitpod.io/docs/classic/user/configure/user-settings/access-tokens
    secret('gitpod_token', 'a Gitpod token', prefixedRun(['gitpod_pat_'], '\\w.-', 32, 200)),
  ],
};
