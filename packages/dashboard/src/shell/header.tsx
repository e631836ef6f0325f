import type { JSX } from 'preact';
import { Icon } from '../parts/icon.js';
import { usePageKeys } from '../parts/keys.js';
import { usePage } from '../state/page.js';
import { formatRoute } from '../state/route.js';
import { useStore } from '../state/store.js';
import { applyTheme, THEMES, type Theme } from '../state/theme.js';
import { HaltButton } from './halt.js';
import { findView, VIEWS } from '../views/registry.js';

const LINKS = { live: 'live', connecting: 'connecting', offline: 'not connected' } as const;

/** The name, the ways to the views, and whether the page is live. */
export function Header(): JSX.Element {
  const page = usePage();
  const signIn = useStore(page.signIn);
  const link = useStore(page.link);
  const version = useStore(page.now)?.version;
  return (
    <header>
      <a class="brand" href={formatRoute('now')}>
        <Icon name="shield" />
        <b>mcp-guard</b>
        {version !== undefined && <small>{version}</small>}
      </a>
      {signIn.state !== 'out' && <Navigation />}
      <div class="corner">
        {signIn.state !== 'out' && <span class={`link ${link.state}`}>{LINKS[link.state]}</span>}
        <HaltButton />
        <ThemeSwitch />
        {signIn.state === 'in' && (
          <button type="button" class="plain" title="Sign out" onClick={() => void page.api.leave()}>
            <Icon name="leave" />
            <span class="unseen">Sign out</span>
          </button>
        )}
      </div>
    </header>
  );
}

function Navigation(): JSX.Element {
  const page = usePage();
  const current = findView(useStore(page.route).view).name;
  const waiting = useStore(page.approvals)?.filter(({ state }) => state === 'pending').length ?? 0;
  usePageKeys(({ key }) => {
    const view = /^[1-9]$/.test(key) ? VIEWS[Number(key) - 1] : undefined;
    if (view) page.go(formatRoute(view.name));
  });
  return (
    <nav aria-label="Views">
      {VIEWS.map(({ name, title, icon }, at) => (
        <a
          key={name}
          href={formatRoute(name)}
          title={`Key ${at + 1}`}
          aria-keyshortcuts={String(at + 1)}
          aria-current={name === current ? 'page' : undefined}
        >
          <Icon name={icon} />
          {title}
          {name === 'approvals' && waiting > 0 && (
            <span class="count" aria-label={`, ${waiting} waiting`}>
              {waiting}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'dark', dark: 'light', light: 'auto' };
const NAMES: Readonly<Record<Theme, string>> = { auto: 'as the system', dark: 'dark', light: 'light' };

function ThemeSwitch(): JSX.Element {
  const { theme } = usePage();
  const now = useStore(theme);
  const change = (): void => {
    const next = NEXT[THEMES.find((each) => each === now) ?? 'auto'];
    applyTheme(document.documentElement, localStorage, next);
    theme.set(next);
  };
  return (
    <button type="button" class="plain theme" onClick={change} title={`Colours: ${NAMES[now]}`}>
      <Icon name={now === 'auto' ? 'half' : now === 'dark' ? 'moon' : 'sun'} />
      <span class="unseen">Colours: {NAMES[now]}</span>
    </button>
  );
}
