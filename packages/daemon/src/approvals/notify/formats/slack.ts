import type { HeldCall } from '../../held-call.js';
import type { WebhookFormat } from './format.js';

/**
 * For people, through an incoming webhook of Slack. Plain text has no links and no mentions; `text`, which
 * notifications show, has both and is escaped.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const slack: WebhookFormat = (call) => {
  const text = describe(call);
  const body = JSON.stringify({
    text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [{ type: 'section', text: { type: 'plain_text', text, emoji: false } }],
    mrkdwn: false,
    // Slack would fetch the address for a preview, and a name could carry data out in it.
    unfurl_links: false,
    unfurl_media: false,
  });
  return { headers: { 'content-type': 'application/json' }, body };
};

/** One line each, so that no name can pass for another part. */
const describe = ({ server, tool, actor, amount, currency, expiresAt, command }: HeldCall): string =>
  [
    `mcp-guard holds a call until ${toDate(expiresAt)}`,
    `server: ${server}`,
    `tool: ${tool}`,
    `actor: ${actor}`,
    ...(amount === null ? [] : [`amount: ${amount}${currency === null ? '' : ` ${currency}`}`]),
    command,
  ].join('\n');

const toDate = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
