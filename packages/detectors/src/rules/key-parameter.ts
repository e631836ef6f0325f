import type { Rule } from '../detector.js';
import { isVaried, looksRandom } from '../validators/randomness.js';
import { LABELLED } from './labelled-value.js';
import { filtered, matchAt } from './verify.js';

/** The parameter `key` of an interface, by its host or path. */
const PARAMETER = /[?&](?:amp;)?key=([A-Za-z\d_-]{20,64})(?![\w-])/iy;
const INTERFACE =
  /:\/\/(?:[\w-]{0,20}\.){0,2}(?:[\w-]{0,20}-)?api(?:-[\w-]{1,20})?\.[\w.-]{3,60}(?:\/[^\s"'<>]{0,120})?$|:\/\/[\w.-]{3,60}(?::\d{2,5})?\/(?:api|v\d{1,2})\/[^\s"'<>]{0,120}$/i;
const REACH = 200;
const isDrawn = (key: string): boolean => /\d.{0,40}\d/.test(key) && isVaried(key, 3) && looksRandom(key, 6);

export const KEY_PARAMETER: Rule = {
  anchors: ['?key=', '&key=', '&amp;key='],
  verify: filtered(
    matchAt(PARAMETER, LABELLED),
    (key, { text, start }) => isDrawn(key) && INTERFACE.test(text.slice(Math.max(0, start - REACH), start)),
  ),
};
