import { safe, type ApprovalView } from '@mcp-guard/core/page';
import { isApprovalDetail } from '../api/approval-shapes.js';
import type { Page } from './page.js';
import { formatRoute } from './route.js';

const LOCK = 'mcp-guard-notices';
const SWITCH = 'mcp-guard-notices';
const TOLD = 'mcp-guard-told';
const MAX_TOLD = 200;

/** This browser announces calls that wait: the person has to want it, and the browser to allow it. */
export type NoticeState = 'off' | 'on' | 'blocked' | 'impossible';

export function readNoticeState(): NoticeState {
  if (!('Notification' in window)) return 'impossible';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && localStorage.getItem(SWITCH) === 'on' ? 'on' : 'off';
}

/** Only after a click: browsers ask for nothing else. */
export async function switchNotices(isOn: boolean): Promise<NoticeState> {
  localStorage.setItem(SWITCH, isOn ? 'on' : 'off');
  if (isOn && Notification.permission === 'default') await Notification.requestPermission();
  return readNoticeState();
}

/**
 * Tells of each call that waits, once in this browser however many tabs are open. A click leads to the approval;
 * nothing is decided from a notification.
 */
export function tellOfApprovals(page: Page): void {
  let isTeller = false;
  // The first tab holds the lock until it is closed; then the next one gets it.
  void navigator.locks?.request(LOCK, () => {
    isTeller = true;
    return new Promise<never>(() => undefined);
  });
  page.approvals.subscribe((approvals) => {
    const pending = (approvals ?? []).filter(({ state }) => state === 'pending');
    if (isTeller && readNoticeState() === 'on') for (const approval of untold(pending)) void tell(page, approval);
  });
}

/** Takes the calls that were not announced yet; they count as announced. */
function untold(pending: readonly ApprovalView[]): readonly ApprovalView[] {
  const told = (localStorage.getItem(TOLD) ?? '').split(' ');
  const news = pending.filter(({ id }) => !told.includes(id));
  if (news.length > 0) localStorage.setItem(TOLD, [...told, ...news.map(({ id }) => id)].slice(-MAX_TOLD).join(' '));
  return news;
}

async function tell(page: Page, { id, server, tool }: ApprovalView): Promise<void> {
  const detail = await page.api.get(`/approvals/${encodeURIComponent(id)}/detail`, isApprovalDetail).catch(() => null);
  const lines = [`server: ${safe(server, 64)}`, `tool: ${safe(tool, 80)}`];
  if (detail?.client != null) lines.push(`client, as it calls itself: ${safe(detail.client, 80)}`);
  const notice = new Notification('A call waits for your decision', { body: lines.join('\n'), tag: id });
  notice.addEventListener('click', () => {
    window.focus();
    page.go(formatRoute('approvals', id));
    notice.close();
  });
}
