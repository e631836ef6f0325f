import type { Site } from '../detector.js';

/* People and programs call secrets so, in the languages that have most of either. */

const PASSWORD_WORDS =
  'password|passwd|passwort|pass ?phrase|passcode|kennwort|mot de passe|motdepasse|contrase(?:n|ñ)a|(?<![a-z])clave(?: (?:de )?acceso)?|senha|wachtwoord|passord(?:et)?|' +
  'l(?:o|ö)senord(?:et)?|adgangskoden?|kodeord(?:et)?|salas(?:o|õ)na|slapta(?:z|ž)odis|salasana(?:si|mme|nne)?|parola(?:s[ıi]|n[ıi]z)?|heslo|has(?:l|ł)o|[sş]ifre(?:si|niz|miz|m)?|jelsz(?:o|ó|ava)|пароль|парола(?:та)?|密码|密碼|パスワード|비밀번호|m(?:a|ậ)t kh(?:a|ẩ)u|รหัสผ่าน|كلمة (?:(?:ال)?مرور|(?:ال)?سر)|סיסמ[הא]|पासवर्ड|κωδικός|kata sandi|lozinka|geslo|' +
  '(?<![a-z])(?:pwd|passw?|(?<!\\d)pw(?!s)|psk)';
/** These may stand behind the word that says it is a secret: `TOKEN_PROD`, `password1`, `SECRET_KEY_BASE`. */
const SUFFIX =
  '(?: ?(?:s|\\d{1,2}|v\\d|value|string|str|text|plain|raw|base64|b64|hex|base|prod|production|live|test|dev|staging|new|old|current|confirm|confirmation|again|repeat|hash|sha ?\\d{1,3}|md5|eu|us|uk|ci|primary|secondary|backup|temp|temporal|temporaire)|は|が|은|는|이|是|为|為)?$';
const KEY_WORDS =
  'api|app|application|access|private|signing|encryption|decryption|master|account|auth|shared|service|license|licence|client|consumer|admin|deploy|webhook|crypto|cipher|hmac|jwt|session|subscription|integration|write|security|function|functions|ingestion|preshared|pre shared';
/** Tokens that say where a list goes on, that guard a form, or that are words of a language or a model. */
const HARMLESS_TOKENS =
  '(?<!\\b(?:next|prev|previous|page|paging|pagination|continuation|continue|sync|synced|progress|cursor|resume|csrf|csrfmiddleware|xsrf|authenticity|verification|delta|start|starting|end|stop|pad|eos|bos|unk|mask|special|max|idempotency|snapshot|watch|first|last|lock|svg|forward|backward|request|skip|resumption|concurrency|version|change|checkpoint|scroll|seek|public key) ?)';

/** Words of a label, or of a key, that say it is a password. */
export const PASSWORD: RegExp = new RegExp(`(?:${PASSWORD_WORDS})${SUFFIX}`);
/** The same for keys and tokens. */
export const SECRET: RegExp = new RegExp(
  `(?:${HARMLESS_TOKENS}token|(?<!checksum )secret(?: access)?(?: ?key| id)?|credential|(?:\\b(?:${KEY_WORDS})|api) ?key|\\bauth)${SUFFIX}`,
);

/** Words for a key or a token in other languages, which may be a key of anything. */
const TRANSLATED =
  'clave|chave|chiave|cl(?:é|ef)|schl(?:ü|ue?)ssel|sleutel|klucz|nyckel|nøgle|ключ|токен|密钥|密鑰|令牌|キー|トークン|토큰|키';
/** The same for a label in one of them, and what may stand behind it. */
export const TRANSLATED_KEY: RegExp = new RegExp(
  `(?:${TRANSLATED})(?: (?:api|secret[ao]?|priv[a-z]{1,6}|(?:de |d )?acc?es[a-z]{1,2}|segreta|nov[ao]|nuev[ao]))?(?: [a-z\\d]{2,24}){0,2}(?: ?(?:は|が|은|는|이))?$`,
);
export const TRANSLATED_ANCHORS: readonly string[] = 'clave,chave,chiave,schl,sleutel,klucz,nyckel'.split(',');

/** A place begins with one of these parts of a label. */
export const PASSWORD_ANCHORS: readonly string[] =
  'password,passwd,passwort,passphrase,pass phrase,passcode,pwd,_pass,-pass,"pass",\'pass\',=pass ,pw,kennwort,mot de passe,motdepasse,mot_de_passe,contrase,clave,senha,wachtwoord,passord,adgangskode,kodeord,salas,slapta,parola,heslo,haslo,ifre,senord,jelsz,kata sandi,lozinka,geslo,psk,<pass ,pass:,pass=,pass =,pass :,pass !,pass.'.split(
    ',',
  );
export const SECRET_ANCHORS: readonly string[] = 'key,token,secret,credential,auth",auth\',auth:,auth=,auth ='.split(
  ',',
);

/** The label before a colon has no ASCII in it that could be an anchor: `пароль: …`, `hasło: …`. */
export const isForeign = ({ text, start }: Site): boolean =>
  (text.charCodeAt(start - 1) > 0x7f || text.charCodeAt(start - 2) > 0x7f) &&
  FOREIGN.test(text.slice(Math.max(0, start - 12), start));
const FOREIGN =
  /(?:пароль|парола|密码|密碼|パスワード|비밀번호|hasło|jelszó|khẩu|şifre|รหัสผ่าน|المرور|السر|סיסמ[הא]|पासवर्ड|κωδικός|clé|ключ|токен|密钥|密鑰|令牌|キー|トークン|토큰|키)(?:は|が|은|는|이|是|为|為)?[ \u00a0]?$/i;
/** Behind a space most labels are words of prose, with words behind them. */
export const isBehindSpace = ({ text, end }: Site): boolean => {
  const next = text.charCodeAt(end);
  return next > 0x20 && next < 0x7f;
};
