import { dirname, join, relative } from 'node:path/posix';
import { Marked } from 'marked';

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** A heading that a page has again gets a number. */
function uniqueAnchors() {
  const used = new Map();
  return (heading) => {
    const anchor = anchorOf(heading);
    const before = used.get(anchor) ?? 0;
    used.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  };
}

const escapeText = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * A page of Markdown as HTML. Links between pages lead to pages of the site, and a link to a file that the site does not
 * have becomes its words.
 * @param pages all pages of the site
 * @returns the HTML of the page, and its sections for the search
 */
export function renderPage(page, pages, markdown) {
  const toAnchor = uniqueAnchors();
  const toSite = (link) => resolveLink(page, pages, link);
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const words = this.parser.parseInline(tokens);
        const anchor = toAnchor(toText(words));
        const link = depth === 1 ? '' : ` <a class="anchor" href="#${anchor}" aria-label="Link to this section">#</a>`;
        return `<h${depth} id="${anchor}">${words}${link}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const target = toSite(href);
        return target === undefined ? words : `<a href="${escapeText(target)}">${words}</a>`;
      },
      html: ({ text }) => pictureOf(text, toSite),
      // The width of a table is its own, and a keyboard can scroll it.
      table({ header, rows }) {
        const toRow = (cells, tag) =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        const body = rows.map((row) => toRow(row, 'td')).join('\n');
        const head = header.some(({ text }) => text !== '') ? `<thead>${toRow(header, 'th')}</thead>` : '';
        return `<div class="table" tabindex="0" role="group" aria-label="Table"><table>${head}<tbody>${body}</tbody></table></div>\n`;
      },
      code: ({ text }) => `<pre tabindex="0"><code>${escapeText(text)}</code></pre>\n`,
    },
  });
  const html = marked.parse(markdown);
  return { html, sections: sectionsOf(page, html) };
}

/** Comments are left out, and of tags only a picture is carried. */
function pictureOf(text, toSite) {
  if (!text.startsWith('<picture>')) return text.startsWith('<!--') ? '' : escapeText(text);
  return text.replaceAll(/(src|srcset)="([^"]*)"/gu, (_, name, path) => `${name}="${toSite(path)}"`);
}

function resolveLink(page, pages, link) {
  if (/^[a-z]+:/u.test(link)) return link;
  const [path, anchor] = link.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (path === '') return hash;
  const source = join(dirname(page.source), path);
  const known = pages.find((each) => each.source === source);
  const target = known ? known.target : source.startsWith('docs/images/') ? source.slice('docs/'.length) : undefined;
  return target === undefined ? undefined : relative(dirname(page.target), target) + hash;
}

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const toText = (html) =>
  html
    .replaceAll(/<a class="anchor"[^>]*>#<\/a>/gu, '')
    .replaceAll(/<[^>]*>/gu, (tag) => (/^<\/?(?:a|code|em|strong)\b/u.test(tag) ? '' : ' '))
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/gu, (entity) => ENTITIES[entity])
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** The text below each heading, with its address. */
function sectionsOf(page, html) {
  return html.split(/(?=<h[1-6] id=)/u).flatMap((part) => {
    const [whole, anchor = '', heading = ''] = /^<h[1-6] id="([^"]*)">([^]*?)<\/h[1-6]>/u.exec(part) ?? [];
    if (whole === undefined) return [];
    const isFirst = whole.startsWith('<h1');
    const url = isFirst ? page.target : `${page.target}#${anchor}`;
    return [{ url, page: page.title, title: toText(heading), text: toText(part.slice(whole.length)) }];
  });
}
