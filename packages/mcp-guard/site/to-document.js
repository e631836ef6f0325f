import { dirname, relative } from 'node:path/posix';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** The whole document of a page, with the navigation and the search. No script or style stands in it. */
export function toDocument(page, { html }, groups) {
  const to = (target) => relative(dirname(page.target), target);
  const toLink = (each) =>
    `<li><a href="${to(each.target)}"${each === page ? ' aria-current="page"' : ''}>${toLabel(each)}</a></li>`;
  const navigation = groups
    .map(({ title, pages }) => `<h2>${title}</h2>\n<ul>\n${pages.map(toLink).join('\n')}\n</ul>`)
    .join('\n');
  const name = page.target === 'index.html' ? 'mcp-guard' : `${page.title} – mcp-guard`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}</title>
<link rel="icon" href="${to('icon.svg')}">
<link rel="stylesheet" href="${to('style.css')}">
<script defer src="${to('search.js')}" data-root="${to('.')}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<a class="home" href="${to('index.html')}">mcp-guard</a>
<search hidden>
<input type="search" aria-label="Search the documentation" placeholder="Search ( / )" autocomplete="off">
</search>
</header>
<section class="results" aria-label="Search results" hidden></section>
<details class="menu"><summary>All pages</summary></details>
<nav aria-label="All pages">
${navigation}
</nav>
<main id="content">
${html}</main>
</body>
</html>
`;
}

const toLabel = ({ target, title }) => (target === 'index.html' ? 'Overview' : title);
