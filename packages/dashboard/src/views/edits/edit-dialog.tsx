import type { EditView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { AskDialog, textOf } from '../../parts/ask-dialog.js';
import { Passphrase } from '../../parts/passphrase.js';
import { Said } from '../../parts/said.js';
import { usePage } from '../../state/page.js';
import type { Signing } from '../../state/sign-text.js';
import { useStore } from '../../state/store.js';

interface EditDialogProps {
  readonly shown: EditView;
  /** Rejects with an `ApiError` if it was not written. */
  readonly onConfirm: (signing: Signing) => Promise<void>;
  readonly onClose: () => void;
}

const MAX_LINE = 400;

/** Shows an edit of the configuration as it would be written, and asks for it; with the passphrase where it allows more. */
export function EditDialog({ shown, onConfirm, onClose }: EditDialogProps): JSX.Element {
  const signIn = useStore(usePage().signIn);
  const { words, notes, difference, loosens } = shown;
  const needsPassphrase = loosens.length > 0 && signIn.state === 'in' && signIn.page.key !== null;
  return (
    <AskDialog
      title={`${words.slice(0, 1).toUpperCase()}${words.slice(1, 300)}?`}
      button={loosens.length > 0 ? 'Allow it' : 'Write it'}
      send={(form, onProgress) => onConfirm({ passphrase: textOf(form, 'passphrase'), onProgress })}
      onClose={onClose}
    >
      {(progress) => (
        <>
          {loosens.length > 0 && <p class="warn">This allows more than before:</p>}
          <ul class="plain-list">
            {[...loosens, ...notes].map((line) => (
              <li key={line}>
                <Said text={line} max={MAX_LINE} />
              </li>
            ))}
          </ul>
          <pre class="diff values" tabIndex={0} role="region" aria-label="The edit of the configuration">
            {difference.map((line, at) => {
              const Line = line.startsWith('-') ? 'del' : line.startsWith('+') ? 'ins' : 'span';
              return (
                <Line key={at}>
                  <Said text={line} max={MAX_LINE} />
                </Line>
              );
            })}
          </pre>
          {needsPassphrase && <Passphrase progress={progress} />}
        </>
      )}
    </AskDialog>
  );
}
