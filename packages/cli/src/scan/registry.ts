import type { ScanRule } from './rule.js';
import { ambiguousName } from './rules/ambiguous-name.js';
import { bypassesGuard } from './rules/bypasses-guard.js';
import { commandGone } from './rules/command-gone.js';
import { committedSecret } from './rules/committed-secret.js';
import { downloadAndRun } from './rules/download-and-run.js';
import { guardGone } from './rules/guard-gone.js';
import { hiddenText } from './rules/hidden-text.js';
import { homeMount } from './rules/home-mount.js';
import { imitatedName } from './rules/imitated-name.js';
import { noAuthorization } from './rules/no-authorization.js';
import { plainHttp } from './rules/plain-http.js';
import { plainSecret } from './rules/plain-secret.js';
import { privateAddress } from './rules/private-address.js';
import { privilegedContainer } from './rules/privileged-container.js';
import { readableByOthers } from './rules/readable-by-others.js';
import { secretInArgs } from './rules/secret-in-args.js';
import { shellString } from './rules/shell-string.js';
import { unaskedAll } from './rules/unasked-all.js';
import { unaskedSome } from './rules/unasked-some.js';
import { unclearEntry } from './rules/unclear-entry.js';
import { unpinnedImage } from './rules/unpinned-image.js';
import { unpinnedPackage } from './rules/unpinned-package.js';
import { wideFolder } from './rules/wide-folder.js';
import { writableByOthers } from './rules/writable-by-others.js';

/** Every rule, the worst first; findings of one place have this order. */
export const RULES: readonly ScanRule[] = [
  committedSecret,
  downloadAndRun,
  hiddenText,
  privilegedContainer,
  writableByOthers,
  plainSecret,
  secretInArgs,
  plainHttp,
  wideFolder,
  homeMount,
  imitatedName,
  unclearEntry,
  unaskedAll,
  bypassesGuard,
  guardGone,
  unpinnedPackage,
  unpinnedImage,
  shellString,
  privateAddress,
  readableByOthers,
  ambiguousName,
  noAuthorization,
  unaskedSome,
  commandGone,
];
