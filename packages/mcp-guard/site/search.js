import MiniSearch from 'minisearch';

const MOST = 20;
const AROUND = 90;
const script = document.currentScript;
const root = script.dataset.root === '' ? '.' : script.dataset.root;
const box = document.querySelector('search');
const input = document.querySelector('search input');
const results = document.querySelector('.results');

/** The index is as large as all pages, so it is loaded with the first word. */
let index;
const load = () =>
  (index ??= new Promise((resolve, reject) => {
    const source = document.createElement('script');
    source.src = `${root}/search-index.js`;
    source.addEventListener('load', () => resolve(toIndex(globalThis.SECTIONS)));
    source.addEventListener('error', () => reject(new Error('the index of the search cannot be loaded')));
    document.head.append(source);
  }));

const toWords = (text) => text.match(/[\p{L}\p{N}_-]+/gu) ?? [];

function toIndex(sections) {
  const made = new MiniSearch({
    idField: 'url',
    fields: ['title', 'page', 'text'],
    storeFields: ['title', 'page', 'text'],
    // Names of keys, types and commands are words as a whole, and by their parts.
    tokenize: (text) => toWords(text).flatMap((word) => [word].concat(word.split(/[_-]+/u).slice(1))),
    // Users look for a task or a rule more often than for how the guard is made.
    searchOptions: {
      boostDocument: (url) => (/^(?:architecture|changelog|releasing|security)\b/u.test(url) ? 0.4 : 1),
      tokenize: toWords,
      prefix: true,
      fuzzy: 0.15,
      combineWith: 'AND',
      boost: { title: 4, page: 2 },
    },
  });
  made.addAll(sections);
  return made;
}

async function search() {
  const query = input.value.trim();
  if (query === '') return show([], '');
  const found = (await load()).search(query);
  if (query === input.value.trim()) show(found.slice(0, MOST), query); // else a later word is on its way
}

function show(found, query) {
  results.hidden = query === '';
  document.body.classList.toggle('searching', query !== '');
  const heading = document.createElement('h2');
  heading.setAttribute('role', 'status');
  heading.textContent =
    found.length === 0 ? 'Nothing was found' : `${found.length === MOST ? 'The best ' : ''}${found.length} found`;
  const list = document.createElement('ol');
  list.append(...found.map(toEntry));
  results.replaceChildren(heading, list);
}

function toEntry({ id, title, page, text, terms }) {
  const link = document.createElement('a');
  link.href = `${root}/${id}`;
  link.textContent = title === page ? page : `${page}: ${title}`;
  const words = document.createElement('p');
  words.append(...excerpt(text, terms));
  const entry = document.createElement('li');
  entry.append(link, words);
  return entry;
}

/** The text around the first word that was found, with that word marked. */
function excerpt(text, terms) {
  const lower = text.toLowerCase();
  const places = terms.map((term) => [lower.indexOf(term), term.length]).filter(([at]) => at >= 0);
  const [at, length] = places.toSorted(([a], [b]) => a - b)[0] ?? [0, 0];
  const from = Math.max(0, at - AROUND);
  const mark = document.createElement('mark');
  mark.textContent = text.slice(at, at + length);
  const after = text.slice(at + length, at + length + 2 * AROUND);
  return [
    `${from > 0 ? '…' : ''}${text.slice(from, at)}`,
    mark,
    `${after}${text.length > at + length + after.length ? '…' : ''}`,
  ];
}

box.hidden = false;
input.addEventListener('input', () => void search());
results.addEventListener('click', ({ target }) => {
  if (target.closest('a')) clear(); // also where the section is on this page
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  }
  if (event.key === 'Escape') clear();
});

function clear() {
  input.value = '';
  show([], '');
}
