import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../api/api-error.js';
import { Dialog } from './dialog.js';
import { ProblemNote } from './loaded-view.js';

/** A field of a form, as it was typed. */
export function textOf(form: FormData, name: string): string {
  const text = form.get(name);
  return typeof text === 'string' ? text : '';
}

interface AskDialogProps {
  readonly title: string;
  readonly button: string;
  readonly send: (form: FormData, onProgress: (done: number) => void) => Promise<void>;
  readonly onClose: () => void;
  /** @param progress of what is sent, from 0 to 1; `null` before that */
  readonly children: (progress: number | null) => ComponentChildren;
}

/** Asks once more, sends what the form holds, and closes once that counts. */
export function AskDialog({ title, button, send, onClose, children }: AskDialogProps): JSX.Element {
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiError>();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const form = new FormData(event.currentTarget);
    setProgress(0);
    setProblem(undefined);
    try {
      await send(form, setProgress);
      onClose();
    } catch (thrown) {
      setProblem(ApiError.from(thrown));
      setProgress(null);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        {children(progress)}
        {problem && <ProblemNote problem={problem} />}
        <div class="row end">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="main" disabled={progress !== null}>
            {progress === null ? button : 'Sending…'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
