import type { Scenario } from '../scenario.ts';
import * as content from './both-eras-content.ts';
import * as notices from './both-eras-notices.ts';
import * as questions from './both-eras-questions.ts';
import * as waiting from './both-eras-waiting.ts';
import * as everythingNotices from './everything-notices.ts';
import * as everythingQuestions from './everything-questions.ts';
import * as everythingTasks from './everything-tasks.ts';
import * as everythingTools from './everything-tools.ts';
import * as filesystemRoots from './filesystem-roots.ts';
import * as filesystemTools from './filesystem-tools.ts';
import * as handshakes from './handshake.ts';

/** Everything that a client does with a server here. A new scenario is an export of one of these files. */
export const SCENARIOS: readonly Scenario[] = [
  handshakes,
  everythingTools,
  everythingNotices,
  everythingQuestions,
  everythingTasks,
  filesystemTools,
  filesystemRoots,
  content,
  waiting,
  notices,
  questions,
].flatMap((scenarios) => Object.values<Scenario>(scenarios));
