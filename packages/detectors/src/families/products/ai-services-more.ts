import type { Family } from '../../detector.js';
import { opaque, productFamily, type Product } from '../../rules/product.js';

/** Models and what runs them. */
export const AI_SERVICES_MORE: readonly Product[] = [
  // https://docs.lambda.ai
  opaque('lambda_labs_key', 'a Lambda Cloud API key', 'lambda labs', 'lambda cloud'),
  // https://docs.litellm.ai/docs/proxy/virtual_keys
  { id: 'litellm_key', title: 'a LiteLLM key', names: ['litellm', 'lite llm'], value: /sk-[\w-]{20,64}/ },
  // https://modal.com/docs/reference/modal.config: the id of a token begins with `ak-`
  {
    id: 'modal_token',
    title: 'a Modal token secret',
    names: ['modal'],
    isWord: true,
    value: /as-[A-Za-z0-9]{22}/,
  },
  // https://docs.ollama.com
  opaque('ollama_key', 'an Ollama API key', 'ollama'),
  // https://portkey.ai/docs
  opaque('portkey_key', 'a Portkey API key', 'portkey'),
  // https://docs.dev.runwayml.com/guides/using-the-api/
  {
    id: 'runway_key',
    title: 'a Runway API secret',
    names: ['runwayml', 'runway ml'],
    value: /key_[0-9a-f]{64,128}/,
  },
  // https://docs.synthesia.io
  opaque('synthesia_key', 'a Synthesia API key', 'synthesia'),
  // https://docs.voiceflow.com
  {
    id: 'voiceflow_key',
    title: 'a Voiceflow API key',
    prefixes: ['VF.DM.', 'VF.WS.'],
    rest: /[0-9a-f]{24}\.[A-Za-z0-9]{16}/,
  },
];

export const productsAiServicesMore: Family = productFamily('products-ai-services-more', AI_SERVICES_MORE);
