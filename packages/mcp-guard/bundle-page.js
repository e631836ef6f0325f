import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FROM = new URL('../dashboard/src/', import.meta.url);
const require = createRequire(new URL('../dashboard/package.json', import.meta.url));

const COMMENT = /\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//gu;

/** Puts what the dashboard's page needs beside its script: the document, its icons, and all styles in one file. */
export function pageAssets() {
  return {
    name: 'page-assets',
    generateBundle() {
      const styles = readdirSync(new URL('style/', FROM)).toSorted();
      const texts = [
        readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
        ...styles.map((name) => readFileSync(new URL(`style/${name}`, FROM), 'utf8')),
      ];
      this.emitFile({ type: 'asset', fileName: 'page.css', source: texts.map(shorten).join('\n') });
      for (const fileName of ['index.html', 'icon.svg', 'icon-waiting.svg']) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(new URL(fileName, FROM), 'utf8') });
      }
    },
  };
}

/** Without comments and indentation; the rest is left to the compression on the way. */
const shorten = (css) => css.replaceAll(COMMENT, '').replaceAll(/\s*\n\s*/gu, '');

const OF_BROWSER = "new Intl.NumberFormat(domEnv ? nav.language : 'en-US')";

/** uPlot formats numbers in the browser's language as it is loaded, and throws where that is none, such as `en-US@posix`. */
export const numbersInEnglish = () => ({
  name: 'numbers-in-english',
  transform(code, id) {
    if (!id.endsWith('/uPlot.esm.js')) return undefined;
    if (!code.includes(OF_BROWSER)) throw new Error('uPlot formats numbers in another way than it did');
    return code.replace(OF_BROWSER, "new Intl.NumberFormat('en')");
  },
});
