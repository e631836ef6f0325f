import type { Family } from '../detector.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { isVaried, looksRandom } from '../validators/randomness.js';

// A key that is the same for all, and a token: https://developers.google.com/workspace/chat/quickstart/webhooks.
const GOOGLE_CHAT = /[\w-]{4,24}\/messages\?(?:key=[\w-]{20,60}&)?token=[\w-]{30,60}(?:%3D|=)?/;

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
    // https://help.zapier.com/hc/en-us/articles/8496288690317
    secret(
      'zapier_webhook',
      'a Zapier webhook',
      prefixed(['hooks.zapier.com/hooks/catch/', 'hooks.zapier.com/hooks/standard/'], /\d{4,12}\/[A-Za-z0-9]{5,40}/),
    ),
    // https://apps.make.com/gateway
    secret(
      'make_webhook',
      'a Make webhook',
      prefixed(
        [
          'hook.eu1.make.com/',
          'hook.eu2.make.com/',
          'hook.us1.make.com/',
          'hook.us2.make.com/',
          'hook.eu1.make.celonis.com/',
          'hook.us1.make.celonis.com/',
          'hook.integromat.com/',
        ],
        /[a-z0-9]{32}/,
      ),
    ),
    // https://ifttt.com/maker_webhooks
    secret(
      'ifttt_webhook',
      'an IFTTT webhook',
      prefixed(['maker.ifttt.com/'], /(?:trigger\/[^/\s]{1,64}(?:\/json)?|use)\/with\/key\/[\w-]{20,64}/),
    ),
    // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
    secret(
      'feishu_webhook',
      'a Feishu (Lark) webhook',
      prefixed(
        ['open.feishu.cn/open-apis/bot/', 'open.larksuite.com/open-apis/bot/'],
        new RegExp(`(?:v2/)?hook/(?:${UUID.source}|[0-9a-f]{32})`),
      ),
    ),
    // https://open.dingtalk.com/document/robots/custom-robot-access
    secret(
      'dingtalk_webhook',
      'a DingTalk webhook',
      prefixed(['oapi.dingtalk.com/robot/send?access_token='], /[0-9a-f]{64}/),
    ),
    // https://developer.work.weixin.qq.com/document/path/91770
    secret('wecom_webhook', 'a WeCom webhook', prefixed(['qyapi.weixin.qq.com/cgi-bin/webhook/send?key='], UUID)),
    secret('google_chat_webhook', 'a Google Chat webhook', prefixed(['chat.googleapis.com/v1/spaces/'], GOOGLE_CHAT)),
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
    // https://www.tines.com/docs/actions/types/webhook
    secret('tines_webhook', 'a Tines webhook', prefixed(['.tines.com/webhook/'], /[\w-]{1,64}\/[0-9a-f]{32}/)),
    // https://support.airtable.com
    secret(
      'airtable_webhook',
      'an Airtable webhook',
      prefixed(
        ['hooks.airtable.com/workflows/v1/genericWebhook/'],
        /app[A-Za-z0-9]{14}\/wfl[A-Za-z0-9]{14}\/wtr[A-Za-z0-9]{14}/,
      ),
    ),
    // https://docs.workato.com
    secret('workato_webhook', 'a Workato webhook', prefixed(['.workato.com/webhooks/rest/'], UUID)),
    // https://support.pagerduty.com/main/docs/services-and-integrations
    secret(
      'pagerduty_webhook',
      'a PagerDuty integration URL',
      prefixed(['events.pagerduty.com/integration/', 'events.pagerduty.com/x-ere/'], /[A-Za-z0-9]{32}/),
    ),
    // https://help.victorops.com/knowledge-base/rest-endpoint-integration-guide
    secret(
      'splunk_oncall_webhook',
      'a Splunk On-Call endpoint',
      prefixed(['alert.victorops.com/integrations/generic/'], new RegExp(`\\d{8}/alert/${UUID.source}`)),
    ),
    // https://grafana.com/docs/oncall/latest
    secret(
      'grafana_oncall_webhook',
      'a Grafana OnCall endpoint',
      prefixed(['.grafana.net/integrations/v1/', '/oncall/integrations/v1/'], /[a-z_]{3,24}\/[A-Za-z0-9]{25}/),
    ),
    // https://docs.bitrise.io
    secret(
      'bitrise_webhook',
      'a Bitrise webhook',
      prefixed(['hooks.bitrise.io/h/'], /[a-z-]{3,24}\/[0-9a-f-]{16,36}\/[\w-]{20,40}(?![\w-])/),
    ),
  ],
};
