import type { ApprovalView } from './control/approval-view.js';
import type { CallText } from './control/approval-detail.js';
import { canonicalJson } from './wire/json-cursor.js';

export interface CallTexts {
  readonly arguments: readonly CallText[];
  /** Texts that are sent beside the arguments. */
  readonly beside: readonly CallText[];
}

const ARGUMENTS = '/arguments';
const PLAIN_POINTER = /^[\p{L}\p{N}/~._-]+$/u;
const PLAIN_TEXT = /^[\p{L}\p{N}/@._+-]+$/u;

/** Every value of a call. */
export function readCall({ call }: Pick<ApprovalView, 'call'>): CallTexts {
  const texts: Record<keyof CallTexts, CallText[]> = { arguments: [], beside: [] };
  for (const [pointer, text] of canonicalJson(call).leaves) {
    if (pointer.startsWith(`${ARGUMENTS}/`)) texts.arguments.push(toCallText(pointer.slice(ARGUMENTS.length), text));
    else if (pointer !== '' && !isNoArguments(pointer, text)) texts.beside.push(toCallText(pointer, text));
  }
  return texts;
}

const isNoArguments = (pointer: string, text: string): boolean => pointer === ARGUMENTS && text === '{}';

/** The arguments on one line: `to=bob amount=12.50`. */
export const summarizeCall = (view: Pick<ApprovalView, 'call'>): string =>
  readCall(view)
    .arguments.map(({ pointer, value }) => `${pointer.replace(/^\//, '')}=${unquote(value)}`)
    .join(' ');

export const quotePointer = (pointer: string): string =>
  PLAIN_POINTER.test(pointer) ? pointer : JSON.stringify(pointer);

const toCallText = (pointer: string, value: string): CallText => ({ pointer: quotePointer(pointer), value });

function unquote(value: string): string {
  const text = value.slice(1, -1);
  return value.startsWith('"') && PLAIN_TEXT.test(text) ? text : value;
}
