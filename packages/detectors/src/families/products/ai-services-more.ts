import type { Family } from '../../detector.js';
import { OPAQUE, product } from '../../rules/product.js';

/** Models and what runs them. */
export const aiServicesMore: Family = {
  name: 'products-ai-services-more',
  detectors: [
    // https://docs.lambda.ai
    product({
      id: 'lambda_labs_key',
      title: 'a Lambda Cloud API key',
      names: ['lambda labs', 'lambda cloud'],
      value: OPAQUE,
    }),
    // https://docs.litellm.ai/docs/proxy/virtual_keys
    product({ id: 'litellm_key', title: 'a LiteLLM key', names: ['litellm', 'lite llm'], value: /sk-[\w-]{20,64}/ }),
    // https://modal.com/docs/reference/modal.config: the id of a token begins with `ak-`
    product({
      id: 'modal_token',
      title: 'a Modal token secret',
      names: ['modal'],
      isWord: true,
      value: /as-[A-Za-z0-9]{22}/,
    }),
    // https://docs.ollama.com
    product({ id: 'ollama_key', title: 'an Ollama API key', names: ['ollama'], value: OPAQUE }),
    // https://portkey.ai/docs
    product({ id: 'portkey_key', title: 'a Portkey API key', names: ['portkey'], value: OPAQUE }),
    // https://docs.dev.runwayml.com/guides/using-the-api/
    product({
      id: 'runway_key',
      title: 'a Runway API secret',
      names: ['runwayml', 'runway ml'],
      value: /key_[0-9a-f]{64,128}/,
    }),
    // https://docs.synthesia.io
    product({ id: 'synthesia_key', title: 'a Synthesia API key', names: ['synthesia'], value: OPAQUE }),
    // https://docs.voiceflow.com
    product({
      id: 'voiceflow_key',
      title: 'a Voiceflow API key',
      prefixes: ['VF.DM.', 'VF.WS.'],
      rest: /[0-9a-f]{24}\.[A-Za-z0-9]{16}/,
    }),
  ],
};
