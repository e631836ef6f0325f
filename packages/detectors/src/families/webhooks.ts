import type { Family } from '../detector.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { isVaried, looksRandom } from '../validators/randomness.js';

// One's own host, of which `n8n` says what it is: https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook.
const N8N = new RegExp(`(?<=n8n[\\w.:-]{0,40})/webhook(?:-test)?/${UUID.source}(?![\\w-])`, 'y');

// 64 hexadecimal digits of `openssl rand`, or what the editor of automations draws; names of one's own say what happens.
const HOME_ASSISTANT = /\/api\/webhook\/([\w-]{20,64})(?![\w-])/y;
const isDrawn = (id: string): boolean => !UUID.test(id) && looksRandom(id, 6);

// https://pipedream.com/docs
const PIPEDREAM = /(?<=\/\/(e[no][a-z\d]{10,30}))\.m\.pipedream\.net/y;

/** URLs that need no other credential: anyone who knows one may send. Those of chats with tokens are with these, and what signs. */
export const webhooks: Family = {
  name: 'webhooks',
  detectors: [
    // https://www.standardwebhooks.com, https://docs.stripe.com/webhooks/signature
    {
      ...secret(
        'webhook_secret',
        'the signing secret of a webhook',
        prefixed(['whsec_'], /[A-Za-z0-9+/]{24,88}={0,2}/),
      ),
      formerly: 'stripe_key',
    },
    // https://developers.mattermost.com/integrate/webhooks/incoming, https://docs.rocket.chat
    secret(
      'chat_webhook',
      'a webhook of a chat',
      prefixed(['/hooks/'], /[a-z0-9]{26}(?![\w/-])|[A-Za-z0-9]{17,24}\/[A-Za-z0-9]{43,64}/),
      // https://docs.flock.com/display/flockos/Incoming+Webhooks
      prefixed(['api.flock.com/hooks/sendMessage/'], UUID),
      // https://www.guilded.gg/docs/api/webhook/CreateWebhook
      prefixed(['media.guilded.gg/webhooks/'], new RegExp(`${UUID.source}/[\\w-]{60,120}`)),
      // https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252
      prefixed(['webexapis.com/v1/webhooks/incoming/'], /[\w-]{60,120}/),
      // https://www.zoho.com/cliq/help/platform/webhook-tokens.html
      prefixed(['zapikey='], /1\d{3}\.[0-9a-f]{32}\.[0-9a-f]{32}/),
    ),
    // https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger: anyone who knows the id may send
    secret(
      'homeassistant_webhook',
      'a Home Assistant webhook',
      { anchors: ['/api/webhook/'], verify: filtered(matchAt(HOME_ASSISTANT), isDrawn) },
      prefixed(['hooks.nabu.casa/'], /gAAAAA[\w-]{80,300}={0,2}/),
    ),
    secret(
      'automation_webhook',
      'a webhook of an automation',
      // https://support.atlassian.com/cloud-automation/docs/jira-automation-triggers/
      prefixed(['automation.atlassian.com/pro/hooks/', 'codebarrel.io/pro/hooks/'], /[0-9a-f]{40}/),
      // https://docs.docker.com/docker-hub/repos/manage/builds/automate/
      prefixed(['hub.docker.com/api/build/v1/source/'], new RegExp(`${UUID.source}/trigger/${UUID.source}`)),
      // https://www.pabbly.com/connect/, https://integrately.com
      prefixed(['connect.pabbly.com/workflow/sendwebhookdata/'], /[A-Za-z0-9_]{40,200}/),
      prefixed(['webhooks.integrately.com/a/webhooks/'], /[0-9a-f]{32}/),
      // https://support.squadcast.com/integrations
      prefixed(['api.squadcast.com/v2/incidents/api/', 'api.squadcast.com/v1/incidents/api/'], /[0-9a-f]{40}/),
      // https://bark.day.app, https://sct.ftqq.com: what a phone shows
      prefixed(['api.day.app/'], /[A-Za-z0-9]{22}/),
      prefixed(['sctapi.ftqq.com/'], /SCT\d{1,8}T[A-Za-z0-9]{20,40}/),
    ),
    secret('n8n_webhook', 'an n8n webhook', { anchors: ['/webhook/', '/webhook-test/'], verify: matchAt(N8N) }),
    secret('pipedream_webhook', 'a Pipedream webhook', {
      anchors: ['.m.pipedream.net'],
      verify: filtered(matchAround(PIPEDREAM), (value) => isVaried(value)),
    }),
  ],
};
