import type { WebhookStatus } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { Approval } from '@mcp-guard/store';
import { toHeldCall } from '../held-call.js';
import { openDesktop, type DesktopTools } from './desktop/desktop.js';
import type { Receiver } from './receiver.js';
import { ReportQueue, type QueueTools } from './report-queue.js';
import { openWebhook, type WebhookTarget, type WebhookTools } from './webhook.js';

/** An entry of `approvals.notify`. */
export type NotifyTarget = WebhookTarget | 'desktop';

type Tools = WebhookTools & QueueTools & DesktopTools;

export interface ReportsOptions extends Omit<Tools, 'fetch'>, Partial<Pick<Tools, 'fetch'>> {
  readonly targets: () => readonly NotifyTarget[];
}

/**
 * Reports held calls to the configured receivers. A call never waits for that: a report that fails for a minute is
 * dropped and counted.
 */
export class Reports {
  readonly #tools: Tools;
  #targets: () => readonly NotifyTarget[];
  #queues: ReadonlyMap<string, ReportQueue> = new Map();

  constructor({ targets, fetch = guardedFetch, ...tools }: ReportsOptions) {
    this.#targets = targets;
    this.#tools = { fetch, ...tools };
  }

  /** @param client what the client of the call calls itself */
  notify(approval: Approval, client?: string): void {
    const queues = this.#inForce();
    if (queues.length === 0) return;
    const call = toHeldCall(approval, client);
    for (const queue of queues) queue.notify(call);
  }

  get status(): readonly WebhookStatus[] {
    return this.#inForce().map(({ status }) => status);
  }

  /** Reports nothing more. */
  close(): void {
    this.#targets = () => [];
  }

  /** One for each target; those that are no longer configured are forgotten. */
  #inForce(): readonly ReportQueue[] {
    this.#queues = new Map(
      this.#targets().map((target) => [
        keyOf(target),
        this.#queues.get(keyOf(target)) ?? new ReportQueue(this.#open(target), this.#tools),
      ]),
    );
    return [...this.#queues.values()];
  }

  #open(target: NotifyTarget): Receiver {
    if (target === 'desktop') return openDesktop(() => this.#targets().includes('desktop'), this.#tools);
    const isSame = (other: NotifyTarget): other is WebhookTarget =>
      other !== 'desktop' && keyOf(other) === keyOf(target);
    return openWebhook(hostOf(target), () => this.#targets().find(isSame), this.#tools);
  }
}

/** Without the secret: after a change of it, what waits is signed with the new one. */
const keyOf = (target: NotifyTarget): string => (target === 'desktop' ? target : `${target.format} ${target.webhook}`);

const hostOf = ({ webhook }: WebhookTarget): string => URL.parse(webhook)?.host ?? 'not a URL';
