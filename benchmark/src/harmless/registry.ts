import { answers } from './sources/answers.js';
import { browser } from './sources/browser.js';
import { clusters } from './sources/clusters.js';
import { code } from './sources/code.js';
import { databases } from './sources/databases.js';
import { history } from './sources/history.js';
import { logs } from './sources/logs.js';
import { manuals } from './sources/manuals.js';
import { packages } from './sources/packages.js';
import type { Source } from './text.js';

export const SOURCES: readonly Source[] = [
  logs,
  history,
  packages,
  manuals,
  code,
  databases,
  browser,
  clusters,
  answers,
];
