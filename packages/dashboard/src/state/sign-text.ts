import { ApiError } from '../api/api-error.js';
import { unlock, type Sign } from '../api/sign.js';
import { readOnlyReason, type Page } from './page.js';

export interface Signing {
  /** Needed where decisions are signed. */
  readonly passphrase?: string;
  /** Gets how much of the work on the passphrase is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** The name that this page decides in. Throws an `ApiError` if it decides nothing. */
export function insistOnUser({ signIn: { value: signIn } }: Page): string {
  const refusal = readOnlyReason(signIn);
  if (signIn.state !== 'in' || refusal !== null) throw new ApiError(403, refusal ?? 'this page has not signed in');
  return signIn.page.user;
}

/** Signs what a person decides, where that is required. Throws an `ApiError` for a wrong passphrase. */
export async function signText(page: Page, text: string, signing: Signing): Promise<string | null> {
  const sign = await openSigner(page, signing);
  return sign && sign(text);
}

/** Signs any number of decisions; `null` where none is signed. Throws an `ApiError` for a wrong passphrase. */
export async function openSigner(page: Page, { passphrase = '', onProgress }: Signing): Promise<Sign | null> {
  const signIn = page.signIn.value;
  const key = signIn.state === 'in' ? signIn.page.key : null;
  if (key === null) return null;
  const sign = await unlock(key, passphrase, onProgress);
  if (!sign) throw new ApiError(403, 'the passphrase is wrong');
  return sign;
}
