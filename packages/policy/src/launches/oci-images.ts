import type { PackageKind } from './package-kind.js';

const NAME = /^(?:[a-z0-9.-]+:\d{1,5}\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;
const TAG = /^v?\d{1,16}(?:\.\d{1,16}){0,8}(?:[-.][\w.-]{1,100})?$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const MAX_NAME = 255;
/** An engine puts this before a name without a registry. */
const DEFAULT_REGISTRY = /^(?:(?:index\.|registry-1\.)?docker\.io\/)?(?:library\/)?/;

/** As `docker run` names them: `registry/name:tag`, `name@sha256:…`. */
export const ociImages: PackageKind = {
  split(spec) {
    const at = spec.indexOf('@');
    const tagged = at === -1 ? spec : spec.slice(0, at);
    const colon = tagged.lastIndexOf(':');
    const hasTag = colon > tagged.lastIndexOf('/');
    const parts = [...(hasTag ? [tagged.slice(colon + 1)] : []), ...(at === -1 ? [] : [spec.slice(at + 1)])];
    return {
      name: hasTag ? tagged.slice(0, colon) : tagged,
      version: parts.length === 0 ? undefined : parts.join('@'),
    };
  },
  isName: (name) => name.length <= MAX_NAME && NAME.test(name),
  isVersion(version) {
    const parts = version.split('@');
    const digest = parts.at(-1) ?? '';
    return parts.length === 1 ? TAG.test(version) || DIGEST.test(version) : parts.length === 2 && DIGEST.test(digest);
  },
  canonical: (name) => name, // which registry a short one means is for the engine’s settings to say
  fold: (name) => name.replace(DEFAULT_REGISTRY, ''),
  views: (word) => [word],
  inName: /[a-z0-9._-]/,
  program: /^(?:docker|podman|nerdctl|finch|buildah|docker-compose|podman-compose|com\.docker\.cli)$/,
  folders: [],
};
