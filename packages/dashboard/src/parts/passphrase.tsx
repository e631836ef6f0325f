import type { JSX } from 'preact';

/** Asks for the passphrase, under the name `passphrase`. @param progress of the work on it, from 0 to 1; `null` before that */
export const Passphrase = ({ progress }: { readonly progress: number | null }): JSX.Element => (
  <>
    <label>
      Passphrase
      <input name="passphrase" type="password" required autocomplete="off" disabled={progress !== null} />
      <span>It stays in this page, which signs the decision with it.</span>
    </label>
    {progress !== null && <progress aria-label="Checking the passphrase" max={1} value={progress} />}
  </>
);
