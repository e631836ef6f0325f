import type { WebhookFormat } from './format.js';
import { json } from './json.js';
import { slack } from './slack.js';

export type FormatName = 'json' | 'slack';

/** How each `format` of the configuration is written. */
export type Formats = Readonly<Record<FormatName, WebhookFormat>>;

export const FORMATS: Formats = { json, slack };
