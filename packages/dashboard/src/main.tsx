import { render } from 'preact';
import type { JSX } from 'preact';

function Page(): JSX.Element {
  return <main>mcp-guard</main>;
}

render(<Page />, document.body);
