import type { Family, Rule } from '../detector.js';
import { prefixed } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isMixed, isVaried, looksRandom } from '../validators/randomness.js';

/* Keys that are a step of a path, or a parameter whose name says nothing of a secret. */

// https://openweathermap.org/appid and https://docs.openexchangerates.org: one name for a key, and elsewhere for an application
const APP_ID = /app_?id["']?\s{0,4}[:=,]\s{0,4}["']?([a-f\d]{32})(?![\w-])/iy;
const OWNERS = /openweather|\/data\/\d\.\d\/|\b(?:weather|forecast|onecall)\?|openexchangerates/i;
const NEAR = 240;
// https://products.wolframalpha.com/api/documentation
const WOLFRAM =
  /wolframalpha\.com\/[^\s"'<>?]{1,40}\?(?:[^\s"'<>&]{1,200}&(?:amp;)?){0,5}appid=([A-Z\d]{6,10}-[A-Z\d]{8,14})(?![\w-])/iy;

/**
 * The first step behind the host of an interface, or behind a version: names of things come first elsewhere. Letters in
 * both cases and digits, or hexadecimal digits, but no UUID, which names an account or a project.
 */
const FIRST_STEP =
  /:\/\/api\.[\w.-]{3,80}(?::\d{2,5})?\/(?:api\/)?(?:v\d{1,2}(?:\.\d{1,2})?\/)?([A-Za-z\d_-]{20,64})(?=[/?"'\s)>\\]|$)/y;
const isKeyStep = (step: string): boolean =>
  isVaried(step, 3) &&
  (/^[a-f\d]{32,64}$/.test(step)
    ? /\d/.test(step) && /[a-f]/.test(step)
    : /\d/.test(step) && isMixed(step) && looksRandom(step, 6));

const readFirst: Rule['verify'] = filtered(matchAt(FIRST_STEP, 0.85), isKeyStep);

export const urlKeys: Family = {
  name: 'url-keys',
  detectors: [
    secret(
      'url_key',
      'a key in a URL',
      {
        anchors: ['appid', 'app_id'],
        verify: filtered(
          matchAt(APP_ID, 0.85),
          (value, { text, start, end }) =>
            isVaried(value, 2.7) &&
            (OWNERS.test(text.slice(Math.max(0, start - NEAR), start)) || OWNERS.test(text.slice(end, end + NEAR))),
        ),
      },
      {
        anchors: ['wolframalpha.com/'],
        verify: filtered(matchAt(WOLFRAM), (value) => /\d/.test(value) && isVaried(value)),
      },
      // https://www.exchangerate-api.com/docs/standard-requests
      prefixed(['exchangerate-api.com/v6/'], /[0-9a-f]{24}/),
      // https://docs.pirateweather.net/en/latest/API/, which took over the paths of Dark Sky
      prefixed(['api.darksky.net/forecast/'], /[0-9a-f]{32}/),
      prefixed(['api.pirateweather.net/forecast/', 'timemachine.pirateweather.net/forecast/'], /[A-Za-z0-9]{32,48}/),
      // https://www.wunderground.com/weather/api
      prefixed(['api.wunderground.com/api/'], /[0-9a-f]{16}/),
      { anchors: ['://api.'], verify: readFirst },
    ),
  ],
};
