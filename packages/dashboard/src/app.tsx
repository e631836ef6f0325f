import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { HaltBanner } from './shell/halt.js';
import { Header } from './shell/header.js';
import { LinkBanner, ReadOnlyBanner } from './shell/banners.js';
import { SignInView } from './shell/sign-in.js';
import { usePage } from './state/page.js';
import { useStore } from './state/store.js';
import { findView } from './views/registry.js';

/** The whole page: what is always there, and the view that the address names. */
export function App(): JSX.Element {
  const page = usePage();
  const signIn = useStore(page.signIn);
  return (
    <>
      <a class="skip" href="#main" onClick={focusMain}>
        Skip to the content
      </a>
      <Header />
      {signIn.state === 'out' ? <SignInView /> : <CurrentView />}
      <Announcer />
    </>
  );
}

function CurrentView(): JSX.Element {
  const page = usePage();
  const route = useStore(page.route);
  const { name, title, View } = findView(route.view);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(name);

  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [name]);

  return (
    <main id="main" ref={main} tabIndex={-1} aria-label={title} data-view={name}>
      <LinkBanner />
      <HaltBanner />
      <ReadOnlyBanner />
      <View key={name} route={route} />
    </main>
  );
}

function Announcer(): JSX.Element {
  const text = useStore(usePage().announced);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text}
    </p>
  );
}

/** Not as an address: that is the view's. */
function focusMain(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}
