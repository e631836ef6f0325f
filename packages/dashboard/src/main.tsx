import { render } from 'preact';
import { createTokenKeeper } from './api/page-token.js';
import { App } from './app.js';
import { createPage } from './state/create-page.js';
import { tellOfApprovals } from './state/notices.js';
import { PageContext } from './state/page.js';
import { applyTheme, readTheme } from './state/theme.js';
import { showWaiting } from './state/title.js';

applyTheme(document.documentElement, localStorage, readTheme(localStorage));
const token = createTokenKeeper(document, sessionStorage);
// The page came as the answer to a form: a reload must not send that again.
history.replaceState(null, '', `/${location.hash}`);
const page = createPage({ window, token });
showWaiting(page, document);
tellOfApprovals(page);

render(
  <PageContext.Provider value={page}>
    <App />
  </PageContext.Provider>,
  document.body,
);
