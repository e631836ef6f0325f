import type { Family } from '../../detector.js';
import { hex, OPAQUE, opaque, productFamily, TAIL, type Product } from '../../rules/product.js';

export const AI_SERVICES: readonly Product[] = [
  // https://docs.anyscale.com/auth/api-keys
  {
    id: 'anyscale_key',
    title: 'an Anyscale API key',
    prefixes: ['esecret_', 'aph0_'],
    rest: TAIL,
    names: ['anyscale'],
    value: OPAQUE,
  },
  // https://docs.baseten.co/organization/api-keys
  { id: 'baseten_key', title: 'a Baseten API key', names: ['baseten'], value: /[A-Za-z0-9]{8}\.[A-Za-z0-9]{32}/ },
  // https://docs.brightdata.com/
  opaque('brightdata_key', 'a Bright Data API key', 'bright data', 'luminati'),
  // https://docs.trychroma.com/cloud/getting-started
  {
    id: 'chroma_key',
    title: 'a Chroma API key',
    prefixes: ['ck-'],
    rest: /[A-Za-z0-9]{40,48}/,
    isShort: true,
    names: ['chroma'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.clarifai.com/control/authentication/pat
  opaque('clarifai_key', 'a Clarifai access token', 'clarifai'),
  // https://www.comet.com/docs/v2/guides/experiment-management/configure-sdk/
  { id: 'comet_key', title: 'a Comet API key', names: ['comet', 'comet ml'], isWord: true, value: OPAQUE },
  // https://docs.datarobot.com/en/docs/api/api-quickstart/
  opaque('datarobot_key', 'a DataRobot API key', 'datarobot'),
  // https://docs.fal.ai/authentication/key-based
  {
    id: 'fal_key',
    title: 'a fal API key',
    names: ['fal ai', 'fal key', 'fal api'],
    isWord: true,
    value: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{32}/,
  },
  // https://docs.helicone.ai/helicone-headers/helicone-auth
  {
    id: 'helicone_key',
    title: 'a Helicone API key',
    names: ['helicone'],
    value: OPAQUE,
    prefixes: ['sk-helicone-', 'pk-helicone-'],
    rest: TAIL,
  },
  // https://docs.thehive.ai/docs/authentication
  { id: 'hive_key', title: 'a Hive API key', names: ['hive', 'thehive'], isWord: true, value: OPAQUE },
  // https://docs.hyperbrowser.ai/
  opaque('hyperbrowser_key', 'a Hyperbrowser API key', 'hyperbrowser'),
  // https://docs.lambda.ai
  opaque('lambda_labs_key', 'a Lambda Cloud API key', 'lambda labs', 'lambda cloud'),
  // https://docs.litellm.ai/docs/proxy/virtual_keys
  {
    id: 'litellm_key',
    title: 'a LiteLLM key',
    prefixes: ['sk-'],
    rest: /[\w-]{22}/,
    isShort: true,
    names: ['litellm', 'lite llm'],
    value: /sk-[\w-]{20,64}/,
  },
  // https://modal.com/docs/reference/modal.config: the id of a token begins with `ak-`
  { id: 'modal_token', title: 'a Modal token secret', names: ['modal'], isWord: true, value: /as-[A-Za-z0-9]{22}/ },
  // https://docs.ollama.com
  opaque('ollama_key', 'an Ollama API key', 'ollama'),
  // https://portkey.ai/docs
  opaque('portkey_key', 'a Portkey API key', 'portkey'),
  // https://docs.dev.runwayml.com/guides/using-the-api/
  {
    id: 'runway_key',
    title: 'a Runway API secret',
    prefixes: ['key_'],
    rest: hex(128),
    isShort: true,
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

export const productsAi: Family = productFamily('products-ai', AI_SERVICES);
