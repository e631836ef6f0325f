import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';
import { isVaried, isWritten } from '../validators/randomness.js';

// The number of the user in base64, a time and a signature: https://docs.discord.com/developers/reference#authentication.
const DISCORD = /[MNO][DTjz][AEIMQUYcgk][w-z0-5][\w-]{18,24}\.[\w-]{6}\.[\w-]{27,45}(?![\w-])/y;
// All that the digits of a number can begin with.
const DISCORD_ANCHORS = ['MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'].flatMap((first) =>
  'AEIMQUYcgk'.split('').flatMap((second) => 'wxyz012345'.split('').map((third) => first + second + third)),
);

// A number may be labelled with these; all others are of users, servers and messages, and public.
const DISCORD_NUMBER = ['discord_token', 'discord-token', 'discordtoken', 'discord_bot_token', 'discordbottoken'];

// A token of a bot is its id and 34 or 35 characters, of which real ones begin with `AA`:
// https://core.telegram.org/bots/api#authorizing-your-bot.
const TELEGRAM = /\d{5,16}:A[\w-]{33,34}(?![\w-])/y;
const REAL_TELEGRAM = /^\d{8,10}:AA/;
const TELEGRAM_SHAPES = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map((length) => `${'#'.repeat(length)}:A`);

// Ids of the workspace, the user and so on, then the secret.
const SLACK = /xox[abceoprs]-(?:\d-)?(?:\d{6,15}-){1,3}[A-Za-z0-9]{10,80}(?![A-Za-z0-9-])/y;
const SLACK_ANCHORS = ['xoxa-', 'xoxb-', 'xoxc-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'];

// The URL that a flow is called by is signed: https://learn.microsoft.com/azure/logic-apps/logic-apps-http-endpoint.
const FLOW =
  /(?:logic\.azure\.com|environment\.api\.powerplatform\.com)(?::443)?(?:\/powerautomate\/automations\/direct)?\/workflows\/[0-9a-f]{32}\/triggers\/[^\s"'<>]{1,200}sig=[\w%-]{40,64}/y;

/** Chats: such a value reads or writes in the name of a person or bot. */
export const chat: Family = {
  name: 'chat',
  detectors: [
    // https://docs.slack.dev/authentication/tokens
    secret(
      'slack_token',
      'a Slack token',
      {
        anchors: SLACK_ANCHORS,
        seams: true,
        verify: filtered(matchAt(SLACK), (value) => isVaried(value.slice(value.lastIndexOf('-') + 1))),
      },
      prefixed(['xoxa-', 'xoxr-'], /(?:\d-)?[A-Za-z0-9]{12,64}/),
      prefixed(['xoxe-', 'xoxe.xoxb-', 'xoxe.xoxp-'], /\d-[A-Za-z0-9]{100,250}/),
      prefixed(['xapp-'], /\d-[A-Z0-9]{8,15}-\d{8,16}-[a-z0-9]{32,80}/),
      prefixedRun(['xoxd-'], '\\w%+/=-', 60, 255),
      prefixed(['xwfp-'], /\d{8,16}-[A-Za-z0-9]{20,80}/),
    ),
    // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    secret(
      'discord_token',
      'a Discord token',
      { anchors: DISCORD_ANCHORS, seams: true, verify: filtered(matchAt(DISCORD), (value) => isVaried(value, 4)) },
      prefixed(['mfa.'], /[\w-]{80,95}/),
      labelled(['discord'], /[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,45}|[0-9a-f]{64}|[A-Za-z0-9_-]{32}/),
      labelled(DISCORD_NUMBER, /\d{17,19}/),
    ),
    // https://docs.discord.com/developers/resources/webhook
    secret('telegram_token', 'a Telegram bot token', {
      shapes: TELEGRAM_SHAPES,
      seams: true,
      verify: filtered(
        matchAt(TELEGRAM),
        (value, site) =>
          isVaried(value) &&
          !isWritten(value.slice(value.indexOf(':'))) &&
          (REAL_TELEGRAM.test(value) || site.isLabelled(/telegram/)),
      ),
    }),
    // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
    secret(
      'teams_webhook',
      'a Microsoft Teams webhook',
      prefixed(
        ['webhook.office.com/webhookb2/', 'outlook.office.com/webhook/'],
        /[\w-]{36}@[\w-]{36}\/IncomingWebhook\/\w{32}\/[\w-]{36}(?:\/[\w-]{20,60})?/,
      ),
      { anchors: ['logic.azure.com', 'environment.api.powerplatform.com'], seams: true, verify: matchAt(FLOW) },
    ),
  ],
};
