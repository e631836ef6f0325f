import type { Hint } from '@mcp-guard/core/page';
import type { ComponentChildren, JSX } from 'preact';
import type { ApiError } from '../api/api-error.js';
import type { LoadedData } from '../state/use-load.js';
import { CopyButton } from './copy-button.js';
import { Said } from './said.js';

/** There is nothing, and why that may be well. */
export const Empty = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <p class="empty">{children}</p>
);

const Loading = (): JSX.Element => (
  <p class="empty" role="status">
    Loading…
  </p>
);

/** Shows a problem, and what helps. */
export function ProblemNote({ problem: { message, hint } }: { readonly problem: ApiError }): JSX.Element {
  return (
    <div class="problem" role="alert">
      <p>
        <Said text={message} max={500} />
      </p>
      {hint !== null && <Help hint={hint} />}
    </div>
  );
}

/** Shows the next step for a person: words to read, or a command to copy. */
export function Help({ hint }: { readonly hint: Hint }): JSX.Element {
  const { words, command } = typeof hint === 'string' ? { words: hint } : hint;
  return (
    <>
      {words !== undefined && (
        <p>
          <Said text={words} max={500} />
        </p>
      )}
      {command !== undefined && (
        <p class="command">
          <code>
            <Said text={command} max={500} />
          </code>
          <CopyButton text={command} label="Copy" />
        </p>
      )}
    </>
  );
}

/** Shows what has been loaded; until then, or instead, why it is not there. */
export function LoadedView<T>({
  loaded: { data, problem, reload },
  children,
}: {
  readonly loaded: LoadedData<T>;
  readonly children: (data: T) => ComponentChildren;
}): JSX.Element {
  return (
    <>
      {problem && (
        <div class="banner bad">
          <ProblemNote problem={problem} />
          <button type="button" onClick={reload}>
            Try again
          </button>
        </div>
      )}
      {data === undefined ? !problem && <Loading /> : children(data)}
    </>
  );
}
