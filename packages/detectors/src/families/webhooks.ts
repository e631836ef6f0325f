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
    // https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger: anyone who knows the id may send
    secret(
      'homeassistant_webhook',
      'a Home Assistant webhook',
      { anchors: ['/api/webhook/'], verify: filtered(matchAt(HOME_ASSISTANT), isDrawn) },
      prefixed(['hooks.nabu.casa/'], /gAAAAA[\w-]{80,300}={0,2}/),
    ),
    secret('n8n_webhook', 'an n8n webhook', { anchors: ['/webhook/', '/webhook-test/'], verify: matchAt(N8N) }),
    secret('pipedream_webhook', 'a Pipedream webhook', {
      anchors: ['.m.pipedream.net'],
      verify: filtered(matchAround(PIPEDREAM), (value) => isVaried(value)),
    }),
  ],
};
