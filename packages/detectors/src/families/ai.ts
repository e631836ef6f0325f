import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { entropyOf, isMixed, isVaried, isWritten } from '../validators/randomness.js';

// Not `task-…` or `disk-…`: what follows is no word, but may well be a hash.
const PLAIN = /(?<![A-Za-z0-9])sk-(?:None-)?[A-Za-z0-9]{32,64}(?![A-Za-z0-9_-])/y;
const RAPIDAPI = /(?<=(?<![A-Za-z0-9])([0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}))jsn[0-9a-f]{12}(?![A-Za-z0-9])/y;
/** A key of the free plan. */
const DEEPL = new RegExp(`(?<=(?<![A-Za-z0-9-])(${UUID.source})):fx(?![A-Za-z0-9])`, 'y');
/** Not an identifier: `hf_requiredTypesForDisplay`. */
const isToken = (value: string): boolean => isVaried(value) && !isWritten(value);

/** Keys of models, and of what agents use beside them. */
export const ai: Family = {
  name: 'ai',
  detectors: [
    // https://platform.openai.com/docs/api-reference/authentication; `T3BlbkFJ` is base64 of `OpenAI`
    secret(
      'openai_key',
      'an OpenAI API key',
      prefixed(['sk-'], /(?:(?:proj|svcacct|admin|service)-)?[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}/),
      prefixedRun(['sk-proj-', 'sk-svcacct-', 'sk-admin-'], '\\w-', 40, 250),
      // Also of other vendors that speak its protocol.
      { anchors: ['sk-'], verify: filtered(matchAt(PLAIN), (value) => !isWritten(value) && entropyOf(value) >= 3.2) },
    ),
    // https://api-docs.deepseek.com
    // Surer than OpenAI's, which has the same shape without the name.
    secret('deepseek_key', 'a DeepSeek API key', labelled(['deepseek'], /sk-[0-9a-f]{32}/, 0.96)),
    // https://huggingface.co/docs/hub/security-tokens
    secret(
      'huggingface_token',
      'a Hugging Face token',
      { anchors: ['hf_'], verify: filtered(matchAt(/hf_[A-Za-z0-9]{34}(?![A-Za-z0-9_])/y), isToken) },
      { anchors: ['api_org_'], verify: filtered(matchAt(/api_org_[A-Za-z0-9]{34}(?![A-Za-z0-9_])/y), isToken) },
    ),
    // https://docs.fireworks.ai/getting-started/quickstart
    secret(
      'fireworks_key',
      'a Fireworks AI API key',
      { anchors: ['fw_'], verify: filtered(matchAt(/fw_[A-Za-z0-9]{20,28}(?![A-Za-z0-9_])/y), isToken) },
      labelled(['fireworks'], /fw_[A-Za-z0-9]{20,50}|[A-Za-z0-9]{48}/),
    ),
    // https://docs.voyageai.com/docs/api-key-and-installation
    secret(
      'voyage_key',
      'a Voyage AI API key',
      {
        anchors: ['pa-'],
        verify: filtered(matchAt(/(?<![\w-])pa-[\w-]{43}(?![\w-])/y), (value) => isVaried(value, 4) && isMixed(value)),
      },
      labelled(['voyage'], /(?:pa|al)-[\w-]{43}/),
    ),
    // https://docs.mem0.ai/api-reference
    secret('mem0_key', 'a Mem0 API key', {
      anchors: ['m0-'],
      verify: filtered(matchAt(/(?<![A-Za-z0-9])m0-[A-Za-z0-9]{40}(?![A-Za-z0-9_-])/y), isMixed),
    }),
    // https://rapidapi.com, see https://docs.rapidapi.com/docs/keys
    secret(
      'rapidapi_key',
      'a RapidAPI key',
      { anchors: ['jsn'], seams: true, verify: matchAround(RAPIDAPI) },
      labelled(['rapidapi', 'x-rapidapi'], /[a-zA-Z0-9_-]{50}/),
    ),
    // https://developers.deepl.com/docs/getting-started/auth
    secret(
      'deepl_key',
      'a DeepL API key',
      { anchors: [':fx'], seams: true, verify: filtered(matchAround(DEEPL), (value) => isVaried(value)) },
      ...named(['deepl'], new RegExp(`${UUID.source}(?::fx)?`)),
    ),
  ],
};
