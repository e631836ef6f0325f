import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../api/api-error.js';
import { CopyButton } from '../parts/copy-button.js';
import { ProblemNote } from '../parts/states.js';
import { usePage } from '../state/page.js';

const COMMAND = 'mcp-guard dashboard --code';

/** Asks for the code that a terminal shows. */
export function SignInView(): JSX.Element {
  const page = usePage();
  const [problem, setProblem] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const code = new FormData(event.currentTarget).get('code');
    setBusy(true);
    setProblem(undefined);
    await page
      .enter(typeof code === 'string' ? code.trim() : '')
      .catch((thrown: unknown) => setProblem(ApiError.from(thrown)));
    setBusy(false);
  };

  return (
    <main id="main" tabIndex={-1} class="sign-in" aria-label="Sign in">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <h1>Sign in</h1>
        <p>This page asks for a code that works once, for 30 seconds. Get it in a terminal:</p>
        <p class="command">
          <code>{COMMAND}</code>
          <CopyButton text={COMMAND} label="Copy the command" />
        </p>
        <label>
          Code
          <input name="code" required autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={200} />
        </label>
        {problem && <ProblemNote problem={problem} />}
        <button type="submit" class="main" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
        <p class="dim">Without a code: close this tab and run mcp-guard dashboard.</p>
      </form>
    </main>
  );
}
