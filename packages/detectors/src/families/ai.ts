import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun, shortPrefixed } from '../rules/prefixed.js';
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
    // https://docs.claude.com/en/api/overview#authentication
    secret('anthropic_key', 'an Anthropic API key', prefixedRun(['sk-ant-'], '\\w-', 48, 200)),
    // https://openrouter.ai/docs/api/reference/authentication
    secret('openrouter_key', 'an OpenRouter API key', prefixed(['sk-or-v1-'], /[0-9a-f]{64}/)),
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
    // https://console.groq.com/docs/quickstart
    secret('groq_key', 'a Groq API key', prefixed(['gsk_'], /[A-Za-z0-9]{48,56}/)),
    // https://docs.perplexity.ai/guides/api-key-management
    secret('perplexity_key', 'a Perplexity API key', prefixed(['pplx-'], /[A-Za-z0-9]{40,64}/)),
    // https://docs.x.ai/docs/overview
    secret('xai_key', 'an xAI API key', prefixed(['xai-'], /[A-Za-z0-9]{70,90}/)),
    // https://replicate.com/docs/topics/security/api-tokens
    secret('replicate_token', 'a Replicate API token', prefixed(['r8_'], /[A-Za-z0-9]{37}/)),
    // https://docs.langchain.com/langsmith/create-account-api-key
    secret(
      'langsmith_key',
      'a LangSmith API key',
      prefixed(['lsv2_pt_', 'lsv2_sk_'], /[0-9a-f]{32}_[0-9a-f]{10}/),
      prefixed(['ls__'], /[0-9a-f]{32}/),
    ),
    // https://langfuse.com/docs/api-and-data-platform/features/public-api
    secret('langfuse_key', 'a Langfuse secret key', prefixed(['sk-lf-'], UUID)),
    // https://docs.pinecone.io/guides/projects/manage-api-keys
    secret(
      'pinecone_key',
      'a Pinecone API key',
      prefixed(['pcsk_'], /[A-Za-z0-9]{4,8}_[A-Za-z0-9]{50,80}/),
      ...named(['pinecone'], UUID),
    ),
    // https://docs.cohere.com/reference/about
    secret('cohere_key', 'a Cohere API key', ...named(['cohere', 'co_api_key'], /[A-Za-z0-9]{40}/)),
    // https://docs.mistral.ai/getting-started/quickstart
    secret('mistral_key', 'a Mistral API key', ...named(['mistral', 'codestral'], /[A-Za-z0-9]{32}/)),
    // https://docs.together.ai/docs/quickstart
    secret(
      'together_key',
      'a Together AI API key',
      prefixedRun(['tgp_v1_'], '\\w-', 40, 50),
      labelled(['together'], /[0-9a-f]{64}/),
    ),
    // https://docs.fireworks.ai/getting-started/quickstart
    secret(
      'fireworks_key',
      'a Fireworks AI API key',
      { anchors: ['fw_'], verify: filtered(matchAt(/fw_[A-Za-z0-9]{20,28}(?![A-Za-z0-9_])/y), isToken) },
      labelled(['fireworks'], /fw_[A-Za-z0-9]{20,50}|[A-Za-z0-9]{48}/),
    ),
    // https://elevenlabs.io/docs/api-reference/authentication
    secret(
      'elevenlabs_key',
      'an ElevenLabs API key',
      prefixed(['sk_'], /[0-9a-f]{48}/),
      ...named(['elevenlabs', 'eleven_labs', 'xi-api-key', 'xi_api_key'], /[0-9a-f]{32}/),
    ),
    // https://docs.api.nvidia.com/nim/docs/run-anywhere
    secret('nvidia_key', 'an NVIDIA API key', prefixedRun(['nvapi-'], '\\w-', 60, 70)),
    // https://inference-docs.cerebras.ai/quickstart
    secret('cerebras_key', 'a Cerebras API key', prefixed(['csk-'], /[a-z0-9]{40,56}/)),
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
    // https://jina.ai/api-dashboard/
    secret('jina_key', 'a Jina AI API key', prefixed(['jina_'], /[0-9a-f]{32}[A-Za-z0-9_-]{20,40}/)),
    // https://docs.tavily.com/documentation/api-reference/introduction
    secret('tavily_key', 'a Tavily API key', prefixedRun(['tvly-'], 'A-Za-z0-9-', 32, 64)),
    // https://docs.firecrawl.dev/api-reference/introduction
    secret('firecrawl_key', 'a Firecrawl API key', prefixed(['fc-'], /[0-9a-f]{32}/)),
    // https://api-dashboard.search.brave.com/app/documentation/web-search/get-started
    secret('brave_key', 'a Brave Search API key', labelled(['brave'], /BSA[\w-]{24,32}/)),
    // https://docs.exa.ai/reference/getting-started
    secret('exa_key', 'an Exa API key', labelled(['exa_api_key', 'exaapikey', 'exa api key'], UUID)),
    // https://serpapi.com/search-api
    secret('serpapi_key', 'a SerpApi key', ...named(['serpapi', 'serp_api'], /[0-9a-f]{64}/)),
    // https://docs.wandb.ai/platform/hosting/iam/api-keys
    secret(
      'wandb_key',
      'a Weights & Biases API key',
      prefixedRun(['wandb_v1_'], '\\w', 60, 100),
      ...named(['wandb'], /[0-9a-f]{40}/),
    ),
    // https://developers.deepgram.com/docs/create-additional-api-keys
    secret('deepgram_key', 'a Deepgram API key', ...named(['deepgram'], /[0-9a-f]{40}/)),
    // https://www.assemblyai.com/docs/api-reference/overview
    secret(
      'assemblyai_key',
      'an AssemblyAI API key',
      ...named(['assemblyai', 'assembly_ai', 'assembly-ai'], /[0-9a-f]{32}/),
    ),
    // https://docs.runpod.io/get-started/api-keys
    secret('runpod_key', 'a RunPod API key', prefixed(['rpa_'], /[A-Za-z0-9]{40,50}/)),
    // https://developers.llamaindex.ai/python/cloud/general/api_key/
    secret('llamacloud_key', 'a LlamaCloud API key', prefixed(['llx-'], /[A-Za-z0-9]{48}/)),
    // https://e2b.dev/docs/api-key
    secret('e2b_key', 'an E2B API key', prefixed(['e2b_'], /[0-9a-f]{40}/)),
    // https://docs.browserbase.com/reference/introduction
    secret('browserbase_key', 'a Browserbase API key', prefixedRun(['bb_live_', 'bb_test_'], '\\w-', 24, 40)),
    // https://docs.apify.com/platform/integrations/api
    secret('apify_token', 'an Apify token', prefixed(['apify_api_'], /[A-Za-z0-9]{36}/)),
    // https://context7.com/docs/howto/api-keys
    secret('context7_key', 'a Context7 API key', prefixed(['ctx7sk-'], UUID)),
    // https://docs.z.ai/api-reference/introduction
    secret(
      'zai_key',
      'a Z.ai API key',
      ...named(['zhipu', 'bigmodel', 'z.ai', 'zai_', 'chatglm'], /[0-9a-f]{32}\.[A-Za-z0-9]{16}/),
    ),
    // https://docs.cursor.com/en/account/teams/admin-api
    secret('cursor_key', 'a Cursor API key', labelled(['cursor'], /(?:key|crsr)_[0-9a-f]{64}/)),
    // https://rapidapi.com, see https://docs.rapidapi.com/docs/keys
    secret(
      'rapidapi_key',
      'a RapidAPI key',
      { anchors: ['jsn'], seams: true, verify: matchAround(RAPIDAPI) },
      labelled(['rapidapi', 'x-rapidapi'], /[a-zA-Z0-9_-]{50}/),
    ),
    // https://www.kaggle.com/docs/api
    secret('kaggle_key', 'a Kaggle API key', prefixed(['KGAT_'], /[0-9a-f]{32}/), ...named(['kaggle'], /[0-9a-f]{32}/)),
    // https://developers.deepl.com/docs/getting-started/auth
    secret(
      'deepl_key',
      'a DeepL API key',
      { anchors: [':fx'], seams: true, verify: filtered(matchAround(DEEPL), (value) => isVaried(value)) },
      ...named(['deepl'], new RegExp(`${UUID.source}(?::fx)?`)),
    ),
    // https://cloud.baidu.com/doc/qianfan
    secret('baidu_key', 'a Baidu Cloud API key', prefixed(['bce-v3/ALTAK-'], /[A-Za-z0-9]{21}\/[0-9a-f]{40}/)),
    // https://docs.cartesia.ai/get-started/authenticate-your-client-applications
    secret('cartesia_key', 'a Cartesia API key', prefixed(['sk_car_'], /[A-Za-z0-9]{20,48}/)),
    // https://www.volcengine.com/docs/82379/1399008
    secret(
      'volcengine_key',
      'a Volcengine Ark API key',
      shortPrefixed(['AKLT'], /[A-Za-z0-9]{40,60}={0,2}/),
      labelled(['ark_api_key', 'volcengine'], UUID),
    ),
  ],
};
