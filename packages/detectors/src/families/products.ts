import type { Detector, Family, Rule } from '../detector.js';
import { product } from '../rules/product.js';
import { linesOf } from '../rules/data-table.js';
import { parseProduct } from '../rules/product-table.js';
import { PRODUCTS_TABLE } from './products-table.js';

/** One type for each line of the table. There are hundreds, so the rules of each are made when one of them is called. */
export const products: Family = { name: 'products', detectors: linesOf(PRODUCTS_TABLE).map(toDetector) };

function toDetector(line: string): Detector {
  const [id = '', title = ''] = line.split('\t', 2);
  let rules: readonly Rule[] | undefined;
  return {
    id,
    title,
    group: 'secret',
    get rules() {
      return (rules ??= product(parseProduct(line)));
    },
  };
}
