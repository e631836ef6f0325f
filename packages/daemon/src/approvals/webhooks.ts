import type { WebhookStatus } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { Approval } from '@mcp-guard/store';
import { toHeldCall } from './held-call.js';
import { Webhook, type WebhookTarget, type WebhookTools } from './webhook.js';

export interface WebhooksOptions extends Omit<WebhookTools, 'fetch'>, Partial<Pick<WebhookTools, 'fetch'>> {
  /** Those in force. */
  readonly targets: () => readonly WebhookTarget[];
}

/**
 * Reports held calls to the configured receivers. A call never waits for that: a report that fails for a minute is
 * dropped and counted.
 */
export class Webhooks {
  readonly #tools: WebhookTools;
  #targets: () => readonly WebhookTarget[];
  #webhooks: ReadonlyMap<string, Webhook> = new Map();

  constructor({ targets, fetch = guardedFetch, ...tools }: WebhooksOptions) {
    this.#targets = targets;
    this.#tools = { fetch, ...tools };
  }

  notify(approval: Approval): void {
    const webhooks = this.#inForce();
    if (webhooks.length === 0) return;
    const call = toHeldCall(approval);
    for (const webhook of webhooks) webhook.notify(call);
  }

  get status(): readonly WebhookStatus[] {
    return this.#inForce().map(({ status }) => status);
  }

  /** Reports nothing more. */
  close(): void {
    this.#targets = () => [];
  }

  /** One for each target; those that are no longer configured are forgotten. */
  #inForce(): readonly Webhook[] {
    this.#webhooks = new Map(this.#targets().map((target) => [keyOf(target), this.#follow(target)]));
    return [...this.#webhooks.values()];
  }

  #follow(target: WebhookTarget): Webhook {
    const key = keyOf(target);
    const inForce = (): WebhookTarget | undefined => this.#targets().find((other) => keyOf(other) === key);
    return this.#webhooks.get(key) ?? new Webhook(hostOf(target), inForce, this.#tools);
  }
}

/** Without the secret: after a change of it, what waits is signed with the new one. */
const keyOf = ({ webhook, format }: WebhookTarget): string => `${format} ${webhook}`;

const hostOf = ({ webhook }: WebhookTarget): string => URL.parse(webhook)?.host ?? 'not a URL';
