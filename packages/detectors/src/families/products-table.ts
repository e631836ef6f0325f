import { readFileSync } from 'node:fs';
import { checkTable } from '../rules/product-table.js';

const FILE = 'packages/detectors/products.tsv';

/** The table of products. The bundle has its text here, without sources and samples. */
export const PRODUCTS_TABLE: string = checkTable(
  readFileSync(new URL('../../products.tsv', import.meta.url), 'utf8'),
  FILE,
);
