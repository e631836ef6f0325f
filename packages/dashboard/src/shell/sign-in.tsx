import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../api/api-error.js';
import { CopyButton } from '../parts/copy-button.js';
import { ProblemNote } from '../parts/loaded-view.js';
import { usePage } from '../state/page.js';
import { useStore } from '../state/store.js';

const COMMAND = 'mcp-guard dashboard --code';

const WRONG = 'This code is wrong, was used, or is older than 30 seconds. Get a new one.';

const toProblem = (error: ApiError): ApiError => (error.status === 401 ? new ApiError(401, WRONG) : error);

/** Asks for the code that a terminal shows. */
export function SignInView(): JSX.Element {
  const page = usePage();
  const signIn = useStore(page.signIn);
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
      .catch((thrown: unknown) => setProblem(toProblem(ApiError.from(thrown))));
    setBusy(false);
  };

  return (
    <main id="main" tabIndex={-1} class="sign-in" aria-label="Sign in">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <h1>Sign in</h1>
        {signIn.state === 'out' && signIn.wasIn && (
          <p role="status">This page was signed in. The daemon was started again, or its twelve hours are over.</p>
        )}
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
