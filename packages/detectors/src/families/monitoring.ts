import type { Family } from '../detector.js';
import { labelled } from '../labelled.js';
import { filtered, matchAround } from '../place.js';
import { prefixed } from '../prefixed.js';
import { isRandom } from '../randomness.js';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

// A licence key ends so: https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys.
const LICENCE = /(?<=(?<![A-Za-z0-9])([0-9a-zF]{36}))NRAL(?![A-Za-z0-9])/y;

/** Monitoring, logs, errors and feature flags. */
export const monitoring: Family = {
  name: 'monitoring',
  detectors: [
    {
      // https://docs.datadoghq.com/account_management/api-app-keys
      id: 'datadog_key',
      title: 'Datadog key',
      group: 'secret',
      rules: [
        prefixed(['ddapp_'], /[A-Za-z0-9]{34}/),
        labelled(
          ['datadog', 'dd_api_key', 'dd-api-key', 'ddapikey', 'dd_app_key', 'dd_application_key', 'dd-application-key'],
          /[a-z0-9]{40}|[0-9a-f]{32}/,
        ),
      ],
    },
    {
      // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys
      id: 'newrelic_key',
      title: 'New Relic key',
      group: 'secret',
      rules: [
        prefixed(['NRAK-'], /[A-Z0-9]{27}/i),
        prefixed(['NRII-', 'NRIQ-'], /[\w-]{32}/),
        prefixed(['NRJS-'], /[0-9a-f]{19}/),
        prefixed(['NRAA-', 'NRRA-', 'NRSP-'], /[0-9a-f]{27,42}/),
        { anchors: ['NRAL'], seams: true, verify: filtered(matchAround(LICENCE), (value) => isRandom(value)) },
        labelled(['newrelic', 'new_relic', 'new-relic'], /(?=[A-Za-z]{0,63}\d)[A-Za-z0-9]{64}/),
      ],
    },
    {
      // https://grafana.com/docs/grafana/latest/administration/service-accounts; the oldest are JSON in base64.
      id: 'grafana_token',
      title: 'Grafana token',
      group: 'secret',
      rules: [
        prefixed(['glsa_'], /[A-Za-z0-9]{32}_[0-9a-f]{8}/i),
        prefixed(['glc_'], /(?=[^\d]{0,40}\d)[A-Za-z0-9+/]{32,400}={0,3}/),
        prefixed(['eyJrIjoi'], /[A-Za-z0-9+/]{60,400}={0,3}/),
      ],
    },
    {
      // https://docs.sentry.io/account/auth-tokens
      id: 'sentry_token',
      title: 'Sentry token',
      group: 'secret',
      rules: [
        prefixed(['sntrys_eyJ'], /[A-Za-z0-9+/=]{40,600}_[A-Za-z0-9+/]{43}/),
        prefixed(['sntryu_', 'sntrya_', 'sntryi_'], /[0-9a-f]{64}/),
        labelled(['sentry'], /[0-9a-f]{64}/),
      ],
    },
    {
      // https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients
      id: 'dynatrace_token',
      title: 'Dynatrace token',
      group: 'secret',
      rules: [prefixed(['dt0c', 'dt0s'], /\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}/i)],
    },
    {
      // https://www.sumologic.com/help/docs/manage/security/access-keys
      id: 'sumologic_key',
      title: 'Sumo Logic key',
      group: 'secret',
      rules: [labelled(['sumo'], /(?=[A-Za-z]{0,63}\d)[A-Za-z0-9]{64}|su(?=[a-z]{0,11}[A-Z0-9])[A-Za-z0-9]{12}/)],
    },
    {
      // https://docs.honeycomb.io/configure/environments/manage-api-keys
      id: 'honeycomb_key',
      title: 'Honeycomb key',
      group: 'secret',
      rules: [
        prefixed(['hcaik_', 'hcbik_', 'hcxik_', 'hcaic_', 'hcamk_', 'hcxmk_', 'hcalk_'], /[a-z0-9]{26,70}/i),
        labelled(['honeycomb'], /(?=[A-Za-z]{0,21}\d)(?:[A-Za-z0-9]{22}|[0-9a-f]{32})/),
      ],
    },
    {
      // https://launchdarkly.com/docs/home/account/environment/keys
      id: 'launchdarkly_key',
      title: 'LaunchDarkly key',
      group: 'secret',
      rules: [
        prefixed(['sdk-'], new RegExp(`${UUID}(?!-)`), 0.85),
        labelled(['launchdarkly', 'launch_darkly', 'launch-darkly'], new RegExp(`(?:api|mob|sdk)-${UUID}|[\\w=-]{40}`)),
      ],
    },
    {
      // https://support.pagerduty.com/main/docs/api-access-keys
      id: 'pagerduty_key',
      title: 'PagerDuty key',
      group: 'secret',
      rules: [
        labelled(['pagerduty', 'pager_duty', 'pager-duty'], /(?=[A-Za-z_+-]{0,19}\d)(?:[A-Za-z0-9]{32}|[\w+-]{20})/),
      ],
    },
    {
      // https://support.atlassian.com/opsgenie/docs/api-key-management
      id: 'opsgenie_key',
      title: 'Opsgenie key',
      group: 'secret',
      rules: [labelled(['opsgenie'], new RegExp(UUID))],
    },
    {
      // https://docs.rollbar.com/docs/access-tokens
      id: 'rollbar_token',
      title: 'Rollbar token',
      group: 'secret',
      rules: [labelled(['rollbar'], /[0-9a-f]{32}/)],
    },
    {
      // https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector
      id: 'splunk_token',
      title: 'Splunk token',
      group: 'secret',
      rules: [labelled(['splunk'], new RegExp(UUID, 'i'))],
    },
    {
      // https://documentation.solarwinds.com/en/success_center/loggly/content/admin/customer-token-authentication-token.htm
      id: 'loggly_token',
      title: 'Loggly token',
      group: 'secret',
      rules: [labelled(['loggly'], new RegExp(UUID))],
    },
    {
      // https://axiom.co/docs/reference/tokens
      id: 'axiom_token',
      title: 'Axiom token',
      group: 'secret',
      rules: [prefixed(['xaat-', 'xapt-'], new RegExp(UUID))],
    },
    {
      // https://posthog.com/docs/api; the keys of projects (`phc_`) are public.
      id: 'posthog_key',
      title: 'PostHog personal API key',
      group: 'secret',
      rules: [prefixed(['phx_'], /(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{40,56}/)],
    },
    {
      // https://coralogix.com/docs/user-guides/account-management/api-keys/api-keys
      id: 'coralogix_key',
      title: 'Coralogix key',
      group: 'secret',
      rules: [prefixed(['cxtp_', 'cxup_'], /(?=[A-Za-z]{0,29}\d)[A-Za-z0-9]{30}/)],
    },
  ],
};
