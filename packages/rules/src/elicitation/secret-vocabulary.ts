/** Entries between commas. */
const list = (...texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => text.split(',')).map((entry) => entry.trim());

/**
 * Secrets that no server may ask a person for. A space stands for an optional separator; a word
 * begins and ends with the entry, unless a `*` lets it go on.
 */
export const SECRETS: readonly string[] = list(
  // English: passwords, codes
  `*password*, pass word, *passwd*, pwd, *passphrase*, pass phrase, *passcode*, pass code, passkey, pin code,
   pin number, your pin, pin no, card pin, bank pin, sim pin, atm pin, your new pin, secret pin, security
   pin, login pin, account pin, digit pin, your current pin, enter pin, enter the pin, enter a pin, type pin,
   pin for your, pin of your, otp, totp, one time code, onetime code, one time pin, verification code,
   authentication code, authenticator code, auth code, login code, sign in code, sms code, security code,
   access code, 2fa code, mfa code, two factor code, backup code, recovery code, unlock code, digit code,
   code we sent, code we texted, code i sent, code sent to you, code sent to your, code from your phone, code
   from your app, code from your authenticator, code from your email, code from your bank, credential, login
   detail, login data, logon detail, maiden name, security answer, security question`,
  // English: keys and tokens
  `api key, apikey*, access key, secret key, private key, privkey, ssh key, gpg key, pgp key, encryption key,
   decryption key, signing key, recovery key, master key, license key, licence key, account key, openai key,
   anthropic key, stripe key, aws key, azure key, google key, github key, app key, root key, host key,
   session key, client key, server key, deploy key, webhook key, secret access, client secret, shared secret,
   app secret, webhook secret, signing secret, your secret, secret value, secret phrase, secret code, secret
   answer, access token, api token, auth token, authentication token, authorization token, bearer token,
   refresh token, session token, security token, github token, gitlab token, slack token, bot token, oauth
   token, id token, jwt, login token, secret token, service token, user token, your token, deploy token, npm
   token, hf token, face token, azure token, aws token, discord token, csrf token, telegram token, account
   token, app token, device token, vault token, enter token, enter the token, enter a token, paste token,
   paste the token, paste a token, provide a token, provide the token, session cookie, auth cookie, login
   cookie, connection string, id rsa, kubeconfig, keystore file, seed phrase, recovery phrase, backup phrase,
   wallet phrase, wallet seed, mnemonic phrase, your mnemonic, mnemonic word, mnemonic seed, seed word,
   recovery word, recovery seed, 12 word, 24 word`,
  // English: cards, accounts, numbers of persons
  `card number, card no, card num, card nr, card detail, card information, card info, card data, card
   verification, card security, card expiry, card expiration, cardholder, card holder, your credit card, your
   debit card, your bank card, cvv, cvv2, cvc, cvc2, csc, cvn, creditcard*, debitcard*, account number,
   account no, bank account, iban, routing number, sort code, bank detail, banking detail, ssn, social
   security, social insurance number, national insurance number, national id, national identification,
   national identity, tax id, tax number, taxpayer id, tin number, passport number, passport no, driver s
   license number, driver license number, driving licence number, identity card number, id card number`,
  // German
  `*passwort*, *kennwort*, geheimzahl*, geheimnummer, deine pin, ihre pin, eure pin, pin nummer, tan nummer,
   *kartennummer, *kartendaten, *prufziffer, *prufnummer, sicherheitscode, kontonummer, bankverbindung,
   zugangsdaten, anmeldedaten, zugangscode, zugangsschlussel, api schlussel, privater schlussel, privaten
   schlussel, privatschlussel, geheimer schlussel, geheimen schlussel, zugriffsschlussel, zugriffstoken,
   einmalcode, bestatigungscode, verifizierungscode, sozialversicherungsnummer, steuernummer, steuer id,
   steueridentifikationsnummer, ausweisnummer, wiederherstellungsphrase, wiederherstellungsschlussel,
   losungswort`,
  // French
  `mot de passe, mots de passe, mdp, phrase secrete, phrase de passe, phrase de recuperation, code secret,
   code confidentiel, code pin, numero de carte, numero de la carte, numero de votre carte, cryptogramme, cle
   api, cle d api, cle privee, cle secrete, cle d acces, jeton d acces, jeton d authentification, code de
   verification, code a usage unique, code de securite, numero de compte, compte bancaire, numero de securite
   sociale, identifiants de connexion, vos identifiants, coordonnees bancaires`,
  // Spanish, Portuguese, Italian
  `contrasena, clave secreta, clave de acceso, clave privada, clave api, clave de api, tu clave, su clave,
   codigo pin, codigo de seguridad, codigo de verificacion, codigo de un solo uso, numero de tarjeta, numero
   de la tarjeta, numero de su tarjeta, numero de tu tarjeta, frase semilla, frase de recuperacion, numero de
   cuenta, cuenta bancaria, numero de seguridad social, seguro social, token de acceso, credencial*, senha,
   palavra passe, codigo de verificacao, codigo de seguranca, chave privada, chave secreta, chave api, chave
   de api, chave de acesso, numero do cartao, numero de cartao, numero do seu cartao, cpf, frase semente,
   frase de recuperacao, conta bancaria, numero da conta, token de acesso, parola segreta, parola d accesso,
   codice segreto, chiave privata, chiave segreta, chiave api, chiave di accesso, numero di carta, numero
   della carta, numero della tua carta, codice di sicurezza, codice di verifica, codice pin, frase di
   recupero, conto bancario, numero di conto, codice fiscale, credenziali, token di accesso`,
  // Dutch, Polish
  `*wachtwoord*, wachtzin, *pincode, toegangscode, beveiligingscode, verificatiecode, eenmalige code, prive
   sleutel, geheime sleutel, api sleutel, toegangssleutel, toegangstoken, *kaartnummer, rekeningnummer,
   burgerservicenummer, bsn, inloggegevens, herstelzin, creditcardnummer, haslo, hasla, haslem, kod pin, kod
   weryfikacyjny, kod jednorazowy, kod bezpieczenstwa, klucz api, klucz prywatny, klucza prywatnego, klucz
   dostepu, tajny klucz, numer karty, numer konta, pesel, token dostepu, dane logowania, numer pesel`,
  // Russian
  `парол*, кодовое слово, пин код, пинкод*, секретный ключ, приватный ключ, закрытый ключ, ключ доступа, ключ
   api, api ключ, номер карты, номер банковской карты, реквизиты карты, данные карты, код подтверждения,
   одноразовый код, код из смс, код безопасности, сид фраза, мнемоническая фраза, токен доступа, номер счета,
   снилс, паспортные данные, номер паспорта, учетные данные`,
  // Japanese, Chinese, Korean: no spaces between words
  `*パスワード*, *暗証番号*, *パスフレーズ*, *パスコード*, *秘密鍵*, *合言葉*, *apiキー*,
   *アクセスキー*, *シークレット*, *アクセストークン*, *カード番号*, *セキュリティコード*,
   *認証コード*, *確認コード*, *ワンタイム*, *口座番号*, *マイナンバー*, *シードフレーズ*,
   *リカバリーフレーズ*, *密码*, *密碼*, *口令*, *私钥*, *私鑰*, *密钥*, *密鑰*,
   *助记词*, *助記詞*, *验证码*, *驗證碼*, *卡号*, *卡號*, *银行卡*, *銀行卡*,
   *银行账号*, *银行帐号*, *銀行帳號*, *身份证号*, *身分證*, *安全码*, *安全碼*, *令牌*,
   *动态码*, *社会安全号*, *비밀번호*, *암호*, *개인 키*, *인증번호*, *카드번호*,
   *계좌번호*, *주민등록번호*`,
);

/**
 * The name or the title of a field asks for a secret when it ends with one of these, though the word is harmless in a
 * sentence.
 */
export const SECRET_LABELS: readonly string[] = list(
  `pin, token, secret, secret key, pw, otp, tan, mnemonic, credit card, debit card, user pass, db pass, admin
   pass, root pass, login pass, my pass, account pass, email pass, smtp pass, jeton, geheimnis, токен`,
);
