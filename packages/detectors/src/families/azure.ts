import type { Family, Rule } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { SURE, filtered, matchAt } from '../rules/verify.js';
import { secret } from '../rules/secret.js';
import { isVaried } from '../validators/randomness.js';

/**
 * A key with a signature in it: `anchor` follows `before` characters of the key.
 * @param whole sticky; matches the key from its begin
 */
const signed = (anchors: readonly string[], before: number, whole: RegExp): Rule => ({
  anchors,
  seams: true,
  verify({ text, start }) {
    whole.lastIndex = start - before;
    const match = start < before ? null : whole.exec(text);
    if (!match || !isVaried(match[0], 3.5)) return undefined;
    return { start: start - before, end: whole.lastIndex, confidence: SURE };
  },
});

// https://learn.microsoft.com/azure/storage/common/storage-sas-overview: 32 bytes of HMAC in base64, percent-encoded
const SIGNATURE = /[?&;"\s]sig=((?:[A-Za-z0-9+/]|%2[BbFf]){43}(?:=|%3[Dd]))/y;
const FIELDS = /[?&;"\s](?:se|sv|sr|skoid)=/;
const FAR = 500;
// https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string, https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas
const IN_STRING =
  /(?<!Secret)(?:AccountKey|SharedAccessKey|SharedSecretValue|AccessKey|;Secret)[ \t]{0,2}=[ \t]{0,2}([A-Za-z0-9+/]{40,100}={0,2})(?![A-Za-z0-9+/=])/iy;
// Secrets of an application: three characters, a digit, `Q~`.
// https://learn.microsoft.com/purview/sit-defn-azure-ad-client-secret
const APP_SECRET = /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/y;

export const azure: Family = {
  name: 'azure',
  detectors: [
    secret(
      'azure_key',
      'an Azure key',
      // Signatures: https://learn.microsoft.com/purview/sit-defn-azure-storage-account-key and its neighbours,
      // https://github.com/microsoft/security-utilities/tree/main/GeneratedRegexPatterns
      signed(['+ASt', 'ACDb', '+ABa', '+AMC', 'APIM'], 76, /[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])/y),
      signed(['AIoT', '+ASb', '+AEh', '+ARm', 'AzEG', 'AzCa'], 33, /[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])/y),
      signed(['AzFu'], 44, /[\w-]{54}==(?![A-Za-z0-9+/=])/y),
      signed(['AzSe', '+ACR'], 42, /[A-Za-z0-9+/]{52}(?![A-Za-z0-9+/=])/y),
      signed(['JQQJ99'], 52, /[A-Za-z0-9]{84}(?![A-Za-z0-9+/=])/y),
      signed(['AZDO'], 76, /[A-Za-z0-9]{84}(?![A-Za-z0-9+/=])/y),
      {
        anchors: ['AccountKey', 'SharedAccessKey', 'SharedSecretValue', 'AccessKey', ';Secret'],
        verify: filtered(matchAt(IN_STRING), (value) => isVaried(value, 3.5)),
      },
      labelled(['azure'], /[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=|[0-9a-f]{32}|[a-z2-7]{52}/),
      labelled(
        ['accountkey', 'account_key', 'account key', 'storage_key', 'storagekey', 'storage key', 'cosmos'],
        /[A-Za-z0-9+/]{86}==/,
      ),
      // https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate
      labelled(['devops', 'visualstudio', 'vsts', 'system_accesstoken'], /[a-z2-7]{52}/),
      // https://learn.microsoft.com/azure/api-management/api-management-subscriptions
      labelled(['ocp-apim-subscription', 'apim'], /[0-9a-f]{32}/),
    ),
    // https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
    secret('azure_function_key', 'an Azure function key', {
      anchors: ['?code=', '&code='],
      verify: filtered(
        matchAt(/[?&]code=([\w-]{40,60}(?:={1,2}|%3[Dd](?:%3[Dd])?))/y),
        (value, { text, start }) =>
          isVaried(value, 3.5) && text.slice(Math.max(0, start - FAR), start).includes('azurewebsites.net/'),
      ),
    }),
    secret('azure_sas', 'an Azure shared access signature', {
      anchors: ['?sig=', '&sig=', ';sig=', '"sig=', ' sig='],
      verify: filtered(
        matchAt(SIGNATURE),
        (value, { text, start, end }) =>
          isVaried(value, 3.5) && FIELDS.test(text.slice(Math.max(0, start - FAR), end + FAR)),
      ),
    }),
    secret('azure_client_secret', 'an Entra ID client secret', signed(['Q~'], 4, APP_SECRET)),
  ],
};
