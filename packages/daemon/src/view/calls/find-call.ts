import { findExchange, hintFor, isExceptable, isRequest, type AuditReader, type IsLate } from '@mcp-guard/store';
import type { HistoryAnswers } from './history-query.js';
import { toCallView, toRowView } from './to-call-view.js';

/** All rows of one call: its request, its answer, and what people did about it. */
export function findCall(reader: AuditReader, seq: number, isLate: IsLate): HistoryAnswers['call'] {
  const found = findExchange(reader, seq, isLate);
  if (!found || !isRequest(found.asked) || found.answer?.seq === seq) return undefined;
  const { asked, answer, decisions, claim } = found;
  const rows = [asked, ...(answer ? [answer] : []), ...decisions].toSorted((a, b) => a.seq - b.seq);
  return {
    call: toCallView(asked, answer, claim ?? null),
    client: claim ?? null,
    rows: rows.map(toRowView),
    hint: hintFor(asked) ?? (answer && hintFor(answer)) ?? null,
    except: [asked, ...(answer ? [answer] : [])].find(isExceptable)?.seq ?? null,
  };
}
