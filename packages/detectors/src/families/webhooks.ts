import type { Family } from '../detector.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';

/** URLs that need no other credential: anyone who knows one may send. Those of chats with tokens are with these. */
export const webhooks: Family = {
  name: 'webhooks',
  detectors: [
    // https://help.zapier.com/hc/en-us/articles/8496288690317
    secret(
      'zapier_webhook',
      'a Zapier webhook',
      prefixed(['hooks.zapier.com/hooks/catch/'], /\d{4,12}\/[A-Za-z0-9]{5,16}/),
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
  ],
};
