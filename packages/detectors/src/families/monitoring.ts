import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { isMixed, isVaried } from '../validators/randomness.js';

// A licence key ends so: https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys.
const LICENCE = /(?<=(?<![A-Za-z0-9])([0-9a-zF]{36}))NRAL(?![A-Za-z0-9])/y;

// The name of a key and its secret; the letter behind `hc` varies: https://docs.honeycomb.io/api/authentication.
const HONEYCOMB = /(?<=(hc[a-z]))[im]k_[a-z0-9]{56,64}(?![A-Za-z0-9])/iy;

/** Monitoring, logs, errors and feature flags. */
export const monitoring: Family = {
  name: 'monitoring',
  detectors: [
    // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys
    secret(
      'newrelic_key',
      'a New Relic key',
      prefixed(['NRAK-'], /[A-Z0-9]{27}/i),
      prefixed(['NRII-', 'NRIQ-'], /[\w-]{32}/),
      prefixed(['NRJS-'], /[0-9a-f]{19}/),
      prefixed(['NRAA-', 'NRRA-', 'NRSP-'], /[0-9a-f]{27,42}/),
      { anchors: ['NRAL'], seams: true, verify: filtered(matchAround(LICENCE), (value) => isVaried(value)) },
      ...named(['newrelic', 'new_relic', 'new-relic'], /[A-Za-z0-9]{64}/),
    ),
    // https://www.sumologic.com/help/docs/manage/security/access-keys
    secret(
      'honeycomb_key',
      'a Honeycomb key',
      { anchors: ['ik_', 'mk_'], seams: true, verify: filtered(matchAround(HONEYCOMB), (value) => isVaried(value)) },
      ...named(['honeycomb'], /[A-Za-z0-9]{22}|[0-9a-f]{32}/),
    ),
    // https://launchdarkly.com/docs/home/account/environment/keys
    secret(
      'launchdarkly_key',
      'a LaunchDarkly key',
      prefixed(['sdk-'], new RegExp(`${UUID.source}(?!-)`), 0.85),
      labelled(
        ['launchdarkly', 'launch_darkly', 'launch-darkly'],
        new RegExp(`(?:api|mob|sdk)-${UUID.source}|[\\w=-]{40}`),
      ),
    ),
    // https://docs.statsig.com/sdk-keys/api-keys; what begins with `client-` is public.
    secret('statsig_key', 'a Statsig server secret', {
      anchors: ['secret-'],
      verify: filtered(matchAt(/secret-[A-Za-z0-9]{40,48}(?![\w-])/y), (value) => isVaried(value, 4) && isMixed(value)),
    }),
    // https://docs.flagsmith.com/clients/server-side
    secret('flagsmith_key', 'a Flagsmith server key', {
      anchors: ['ser.'],
      verify: filtered(matchAt(/(?<![A-Za-z0-9])ser\.[A-Za-z0-9]{22}(?![\w-])/y), isMixed),
    }),
  ],
};
