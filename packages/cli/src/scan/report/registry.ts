import { github } from './github.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import type { ReportFormat } from './report.js';
import { sarif } from './sarif.js';
import { text } from './text.js';

/** The first one is the default. */
export const REPORTS: readonly [ReportFormat, ...ReportFormat[]] = [text, json, sarif, github, markdown];
