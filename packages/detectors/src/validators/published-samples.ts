import { createHash } from 'node:crypto';

/*
 * Values that manuals print as examples: they open nothing and belong to no person. They are kept as hashes, so that
 * this file sets off no scanner. A line of the table is made by
 *
 *   createHash('sha256').update(value.replace(/[^A-Za-z0-9]/g, '')).digest('hex').slice(0, 20)
 *
 * Only what is published by who issues it, or by a standard, belongs here.
 */
const PUBLISHED: ReadonlySet<string> = new Set(
  [
    // cards: https://docs.stripe.com/testing
    `477bba133c182267fe5f 68594afe9c9cda525f6a 2f725bbd1f405a1ed033 576c15a8072461c216ef b40e9bc7a74d50ab4f00
    304945e91de3deff52a6 3a134ef77d4e2e4cdad2 53a8fc816e63b7a5ccd1 19ff47cc8024c133d584 d8086d483c15c711ebba
    8c8bf8372ef130a60ac5 10f6a49b3088d98187bf 20e6583871d36495e2be ae20c26ab7f738665a81 d79449f462cec9af0d85
    7cbcc57fc39e4317fa8d 85c71805cabafc44c925 46a849204eaec3f01c9b dd13cdf9af9dd3baf46c 51a4ae4c6ae999146474
    f41e7ca4a3d71c4f0475 1c9d38ed26cd808fa3b0 acd08f29a41f2e55ab0c e5de3c3d9fcb43b15abd d1f4b3962f16f38297f1
    e2a7bacc046c3a0edba0 9830b424b7a69ba99090 5a65d383fa6b08bc756a 62ac087033ba812fa52d c95bdab07ccead1d77a0
    975136130120262dd3a5 f2e5869113fb2e20e879 1d942407169d8f20c6f6 75997d50623ab744b69b 530b968fa8a1cdeaef25
    172cf6713b6cd567b44b cc03ec3cb171470ad6b6 77fbb4aa0d5b2763fd8c e41378388bbf954d31c7 1789612b7ca1f7d829a8
    1d168821544a5a9971d8 3425f1b24ad8cef732fa 1dd039f4adaa5fe3a360 1f7b3768faf7a1c10862 ef217347563fe35f2d6d
    5cc14dbd1b49a8f5ef93 cf7f62e012ec3daed5a1 bfab9e31abe3d94b7735 5cef9262ba42f0ca2224 4e606641b79221a20f7e
    cb397ceb51e89c9b3b2f c0777072f2bcf598199f 165ded8cab92c478de90 cb23c1fa4646a963deaa af4a894e7140ab6c3ae6
    8998193822dbfe41b28f 6923dd35bcc8208b7f02 21063384ec7875f6a5c7 170c2670d030fdab9454 3bc6f5dfc90b88354f9c
    85ba3eebd21faed3407e 14a007728da6c56b384c 72fc0ba9eb7c79ffad81 11383d2ea991fcc0dfa2 a6327bd7a4d848777206
    5b0ebf427d3d5f576d33 b53e305fb952e264adea e57e3ea46583177cf93b 0e27c2904685298c689a d4bc58eaf20209c4f4d8
    49cda79ca670afe8ae90 20c32cec81afc733e428 c8e480617df0e4b3a8fc 23293e8605f948973ba1 f71eec3d329ce2f5a3f3
    107342d4f7a809ee13ac 3d0825581a283ddbe766 032ad7df70e5e6ab8195 29e682cea27b40b67f58 77fb7f9b1aace7753210
    fbff85e25a749f83b28f 81338c59b86f87a91012 4e652563737bf72aed03 341b094f56ce7e1ac38c ca32cdb8cb1d51ec1b49
    1b4ee85ffd03e762f34b 014f552d07cef5f7dc14 4eccdd616a90b07a2811 79325ada0824b3f2c2b3 0da9221421f6cfad89c0
    a205f809793fa427b05a f461f3e0c421f9466a08 69895348583add5465d4 414642340b70e4318f56 10d53cc85ec6dfc7f24a
    4b0c1ede6ff0daac06b1 1e838c4df6b8647bb1b9 e98f8bd53e45f77825d5 5b4ef0cb890b72f5ea09`,
    // cards: https://developer.paypal.com/braintree/docs/reference/general/testing
    `9bbef19476623ca56c17 44d1fb5dc4a2717ff21b 49ed370182b3e634b99a c32066eec7feb6582d3c dd34ed4550cb927d83f2
    b5f0856bd625aa220447 e523a5e893d92b674413 0e6c2acf2817f72b2bcf add63fae0091c12aaaa4 273476b83f26d858e3e6
    130cdd35bb361fdc05f2 8afebbafe3eb7a22271c fcfde4529986b0b46a30 52624b95b1745771d6a2`,
    // cards: https://docs.adyen.com/development-resources/test-cards-and-credentials/test-card-numbers
    `f561bab6514c4256b084 0ba80f703c657bed3cf0 f707fea770bb1731977e 35b8ee49a804ee51d543 1092827960b3c77ce9e4
    a11d51919e9b964971e1 3cc8217a6aad545082e0 b23292f80e1f79362a49 061b8f6228c3303a6eec 349ff0c696aabb871ad8
    c55a653f9fe7993a29f2 e2416300e062071610e9 927239aef4a99e67677f 1653a87042cd03cf0dad dd1ed74bd626c6fa86bd
    b44957299de2920195ae 4afe568ab2fc9ff8d58f 11ed9eece6dca2522cc9 c5a9bff2bba174c426a7 09c6200a1fe834783423
    e3294d7ab45a41b571af 8266479582e64e6cdc29 71300456b5fc7f86f51a dd2beec976f8df64553c d0a7030687d88a8cf3ee
    6d0da03a40824ec25f35 302eb4e48718000aee7c d5f5b1ac265dfac3a463 6173c80aa44a8cdea78c 93fa76abf9cd77d3f491
    6146499c57faa1f92283 75a352fd5271d7aec77b f0cdde46b3a4083a61f2`,
    // cards: https://docs.payone.com/pages/releaseview.action?pageId=1213979
    `a41b7bcbe5279ac95e71 946bd3770f54c4042668 caf0c5b078eeafcb8808 d5c6b1e76d7ee155d293 b2946d3f150288d72723
    8253455d43d28275e184 6ffa7bd978ff96a0cdc4`,
    // ibans: https://www.swift.com/standards/data-standards/iban-international-bank-account-number
    `fb0f12fb3f9398d85b63 756e8a524189d2de3c0c 05833f716dc4b4da8519 0669f8f5825f3f3b9d04 5446764265672dd68ec6
    55bcf4d403b20cab55d6 5806e726dc53200da69c 69835a1db7caab4751bd 82aa58d283515a0c4bf7 f1a97e0c4cf3ce6ac7d2
    3bf09f35c2fe65e53dc6 41b8a910f573d414b663 7780bb6dd13d7a3efd01 c498d017d83bf116da54 6fbbad18beb67b4071c1
    3e59794eb9226934e52c f5e43d20b5f4d1eca8d6 faf7e1c0107370ff6f5d 6998c200b508fe4f711a 76a477f9d6f5c972a388
    f5cb9f2e243dda22c1b0 2fd0baebb4bba7f3b34d d516cc05ae0cb877d1b9 b179add486f3c7e1a117 95c1bd675f346c512da2
    b405790b47610c437a69 eeb59bd51c711582dc0c cb2609a461853b2a8da2 5488b036f43dca672fa2 d11bae8402a6b318d53d
    6b1f8003066eb2a47379 7a611f752fbc35d87440 1f6b15459e5647fb06e9 a6d5b5c16f4aca7017ca 91a71b99fd952c89a76e
    8538b8ccd0a8af16c6c8 d83a36c127d39e9eb7ca 4beca85628cadf62ec2f 12003b290f04643a9a36 0ebb7e05c1b1e5556df6
    b84613f12f07e19880a1 a7e571b9bbedf316cda0 5425959aa0fc039164b5 0efbdcc590c7fe8a7c27 267be4f86cb2dfa6d280
    83bf790d8018156077f2 eb67fd9edb2170f0eb9b 030989cb987044345f9f 8f8e3c05eae306181b07 b9643b44509d43489068
    da40c09cb2b604b6e644 6effe1e636ff526d9128 e0983cc79b6ae05c68d4 cd8b5acc30079da42719 fa4f77e231c6b719097f
    ead75e4b69b61b28dbd1 e787fb8005c4577ca59a 047c0a05371e72418186 53615a2e35d15595fba8 c91fc870970e4f7c6f66
    701502320c05f830e08c f6c8d84f1d6cf66ef9c2 dfba99ece9bfc9040b32 122da061f22f818b2ba8 43d5c4de128e41213865
    274325e2aab5c46a199d 46e216c2e6ca9a78405e 92c09c16747a943f3f36 7f5d13f70ae8ca33cb23 4617c9dccd6a1d220d56
    95dbcef204cab73c3c19 551b4e1c359957fd6870 93ad8bbcbe1278556342 34d9c40d6d8e3e53b854 099509b96cd877184078
    ca8ea250ff9089fcba8a 6e89a90c3f719782d5bd d38d437ce67eb38c205e 4648308886dcfed48db6 0438d92916c308559045
    93ef6c4befab250d44cb 13870bd97c49c4cfa647 672133eb15b7f9a4f79a 329848617ef2ed74028d 9878fafda0b71b2f721e
    f784f4e4cdc7b8f8c55e b6357004f8d6316e24f5`,
    // sort codes: https://docs.stripe.com/api/payment_intents/object
    `a76b7f25b6ba5ec51bd9`,
    // ibans: https://docs.stripe.com/testing#sepa-direct-debit, https://www.iban.com/structure, https://en.wikipedia.org/wiki/International_Bank_Account_Number
    `45c755c9e88ba16735da 339f85069d056503edab f27b2dbcb784f9ceb326 83c1e072e17299fd85f5 2847f6106ab6f0da11e7
    f06ea11a3fe02a4e522f 2e8a9a46f085218598fe fb9d610d6d51df6a934c 8c27a6df5bf42848d8bb 49343d42c7e89a65ec98
    2c6264cda4e03839300c e67657c47473d247b582 ecd29df2fbc725616865 da4d9018d8227f7baf7d e9f6458f52975ea770f1
    5288a9b890afb7d1bedb d62bc1104a73263e5a37 a6c446d1f6663e528d8d e29259ae1e72c9385f6e`,
    // ibans: https://www.six-group.com/en/products-services/banking-services/payment-standardization/standards/qr-bill.html
    `46b32951b305fa5050d9`,
    // social security numbers that were withdrawn or are used in advertisements and manuals: https://www.ssa.gov/history/ssn/misused.html
    `8115c48aa9e937af2d81 b462bf54e510b0fe4144 15e2b0d3c33891ebb0f1 8a9bcf1e51e812d0af84 51fc42971af64ef777ec
    b409fd55becd6294275f c4de90e7256fc13b3a95 1bb3cb46eb8ae3b7d43d 614e5bc614d48bc45300 dd0d4af2da97e0793478
    a40f8a722fa177540d39 bd381b2994a48905a5e7 85c4707bba82760d07a1`,
    // a routing and an account number: https://docs.stripe.com/connect/testing
    `8cfb64dcd864abe0393c cc552495fc90556293db`,
    // AWS: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    `d5249a4997e69ef44d31 b32d44cc1884c5378a36`,
    // Stripe: https://docs.stripe.com/api/authentication
    `dbcc8b391c432a24fe2f 006ea6328ccde2521a30 1c1f800ce2f915f13e1d`,
    // GitHub: https://docs.github.com/en/rest/apps/oauth-applications
    `224e2584e3484819e123 e168e51cf1027e4bd1d5 367bebabe8a6bf4467d8 7a404d6e4dee2f815058`,
    // Slack: https://docs.slack.dev/authentication/tokens
    `4f934798972b9a33f869`,
    // Google Maps: https://developers.google.com/maps/documentation
    `e7dd31c8eb7739271696`,
    // reCAPTCHA: https://developers.google.com/recaptcha/docs/faq
    `3e7e6400d6a92f075417 51819bc47d5b008b88d3`,
    // Turnstile and hCaptcha: https://developers.cloudflare.com/turnstile/troubleshooting/testing/
    `fb8f35129df87662c650 1e3e58656012d861e23d 841b4f5b0b34e19ada74 0fff9ee671b05ea25f58`,
    // Azurite: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    `db9aac71f1a39e3bc73c`,
    // Cosmos DB emulator: https://learn.microsoft.com/azure/cosmos-db/emulator
    `5b24ad41c6bbc1e4aa8d`,
    // Supabase on one machine: https://supabase.com/docs/guides/self-hosting/docker
    `6ba114ed5e73a6d59afb af713ee7077b33e7699c b99d4b673b9cb3943005`,
    // jwt.io: https://www.jwt.io/
    `950883d7012ba1586d66 465d95cd962b8869ff7a 2cff52f348778107992e`,
    // JSON web tokens: RFC 7519 section 3.1, RFC 7515 appendix A.1
    `1772408deb082eeb0cc7 ef2bbe7684037fa9f956`,
    // OAuth: RFC 6749 sections 4.1 to 7.1, RFC 6750 section 2.1, OpenID Connect Core 1.0 section 3.1
    `6c96130f130ab0d6d158 00cf4c781dc37003f7c7 a35b81a7d7927b70ec99 ca7459e2b26776de081b 53f5da0aaa93d64cd577
    e9974c507d2a802143f6 bf70d9a97b73872f7049 a71b359a87afde133e6d 9e309cccd311ea64d041 ea9bdfd02c0c412c8cc3
    ad71fb4165536675d80a`,
    // PKCE and DPoP: RFC 7636 appendix B, RFC 9449
    `60ae1d150e9f64a5e2cc 0ac0c75fc5f88ad32125 e81e9f511bf2264bb53a`,
    // Basic: RFC 7617 section 2
    `d05f6bb1aa2e4ccd9e4a d16eedf622d61fda0d0a 73f71af093fdf1541b2c`,
    // Hardhat and Anvil: https://hardhat.org/hardhat-network/docs/reference
    `2d122225cea454bf7f95 60a09e4357868c1e9b80 bc1a50966c9e6486bc4e 095101cf732c298a0ce0 8335c55334821eefd433`,
    // BIP-39: https://github.com/trezor/python-mnemonic/blob/master/vectors.json
    `e369f8c031cc468013db 70ccb86502970cb1cf9f b1164052d34887010ec1 839fdb5cdb0358d2bcbd 7b68cb862dc4f44631d7
    840ffbe2f920102fe4a7 c9e9788f3ddbfcbbde94 89550d81e8997f8c0ebc 2f2dad3231e16e270526 6987563113c0926fedbb
    21670f1b3dcd3ae826d8 1c7c312ac3c2f37fb613 1a8c6b30bcc011ed3199 8731e23269a22b0d7ac0 378101320116e02332ff
    eb75b77960598a5e20c4 ff9c5a0d72d3424ddc21 7bc4d96f19879ff8d63c 13b95584a7e3578c1d9f 0d64ee358ba467e23e1c
    f264f2108554de22be1f 4200f3a8af60468f3635 8f3ad9e6aa7e3ffd8435 88a1161caaa3d9cf033b`,
    // WireGuard: systemd.netdev(5), https://www.freedesktop.org/software/systemd/man/latest/systemd.netdev.html
    `e05d42a5d137ba3af676`,
    // OpenSSL: https://docs.openssl.org/master/man1/openssl-mac/, openssl-kdf, openssl-passwd, openssl-sess_id, openssl-s_client
    `cda9136698c25eed36d6 2d49968925b3248f1dab 0a333251bad94fae8b25 e41955befd0acf5d44f4
    0a05d7b27cc7a2b1ca70 cfb70e1b97d2de612cae 4f770f673322ccc38a69 e8456e08c905988a5ef0 caf129dcaa190dd62dee`,
    // Python: https://pyjwt.readthedocs.io/en/stable/, https://oauthlib.readthedocs.io/en/latest/
    `a072b63f3e4da70c9312 d167410a16865cd6463a 055671f8eca862405311 8d567eb88afff34f31ab
    9d03b692e941d5ace207 f2bf5681609f469a2c65 335d68de3843f5bc00b7 0df3a31d8bb54d63c62a
    d34e8e06edb657433b83`,
    // One-time passwords: RFC 6238 appendix B, https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    `549c9390539efcfa01d2 acdf57e57293bf64473d 8be5d113c0871ce1a122 d3873980f248ddebc47b`,
    // Apache: https://httpd.apache.org/docs/2.4/mod/mod_ssl.html, https://httpd.apache.org/docs/2.4/misc/password_encryptions.html
    `3120d452466c0a672a24 e0ed28bbfc96ec9c9f23 db5db8d59f9cb3751c3f bfc29b8c44bdc18c7e36 663561df406a0a13ca04`,
    // git: https://git-scm.com/docs/git-cvsserver
    `751e5e670b2d6a99bfb9 ab0c6b1e70ea6f62331b`,
    // curl: https://curl.se/libcurl/c/CURLOPT_XOAUTH2_BEARER.html, https://curl.se/libcurl/c/CURLOPT_SASL_AUTHZID.html
    `b8c9e6594d450eed4c7f ec202c1c4e8d8c6f737f`,
    // Faker: https://fakerjs.dev/api/finance, https://fakerjs.dev/api/internet
    `9ac611f2bcaadd143925 08447cdc4b18f55e21c0 009fb42372378324f21d a34a7ce2686d682c1deb 46fd773658099e0e4456
    d2b70e5101a2b5ea315e f6ca62fa3b6b9bc2c031 44093429ea03c6411451 c56ccf533305622140d9`,
    // Telegram: https://core.telegram.org/bots/api#authorizing-your-bot
    `2ee9f1e819ebfa428aed`,
    // Node: https://nodejs.org/api/util.html, https://github.com/axios/axios#request-config
    `79ab4b4cf58fa51a34a4 14283a01315cd9ec7598`,
    // passwords of manuals: https://github.com/axios/axios#request-config, RFC 7617 section 2, https://xkcd.com/936/, http://bash.org/?244321,
    // https://ladjs.github.io/superagent/, https://docs.aws.amazon.com/cli/latest/reference/redshift/create-hsm-configuration.html
    // https://debian-handbook.info/browse/stable/sect.virtualization.html, https://docs.python.org/3/library/urllib.request.html,
    // https://cloud.google.com/sdk/gcloud/reference/netapp/active-directories, https://github.com/npm/npm-registry-fetch,
    // https://github.com/suryagh/tsscmp, https://github.com/digitalbazaar/forge
    // https://www.postgresql.org/docs/current/sql-alterrole.html, https://w1.fi/cgit/hostap/plain/wpa_supplicant/wpa_supplicant.conf
    `e84ed61bc44682ce3e18 4d77d3c02a8847b30a78 e8c2bf569add34cc01b3 9b5665f9978886cbea4c c3d6f56b667ef61396c6 da9d2559ed1dfe3f73ef 7844a86c6b53052a9ca9
    45b612ed28af92c8494f 5e4c9b2a056868a53a18 5ba715096f9dcc770b42 cdd45c59bae1ff959009 24c6350048dc2d0877ab`,
    `1873c0c383365ca9c651 0c31678728bf8ffcb726 1df4fc63d18754fcdb0b d9fb92e3bbe65be1f1aa 5ff0e82e56c3cf647e81 cbe6beb26479b568e5f1 f52fbd32b2b3b86ff88e`,
  ].flatMap((hashes) => hashes.trim().split(/\s+/)),
);

/** In characters; the longest is a mnemonic of 24 words. */
const MAX_SAMPLE = 1024;
const HASH_LENGTH = 20;

/**
 * How AWS writes the ids and secret keys of its manuals: a real one ends so once in 2^35 and 2^60 times.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 */
const AWS_EXAMPLE =
  /^(?:a1b2c3d4-5678-90ab-cdef-EXAMPLE[\da-zA-Z]{5}|A[A-Z]{3}[A-Z2-7]{9,10}EXAMPLE|[A-Za-z0-9/+]{30,31}EXAMPLEKEY)$/;

/** All of a value is a published sample, however its groups are separated. A part of it that is one excuses nothing. */
export function isPublishedSample(value: string): boolean {
  if (value.length > MAX_SAMPLE) return false;
  if (AWS_EXAMPLE.test(value)) return true;
  const compact = value.replace(SEPARATORS, '');
  // Anything else in it may say more than the sample: invisible characters, letters of other scripts.
  if (!/^[A-Za-z0-9]+$/.test(compact)) return false;
  // An account number may be written in small letters.
  return isListed(compact) || (ACCOUNT.test(compact) && isListed(compact.toUpperCase()));
}
/** These stand between groups: the signs of base64, base64url and RFC 6750, and those between the parts of a hash. */
const SEPARATORS = /[\s\u2010-\u2013./+=_~$:-]/g;
const ACCOUNT = /^[a-z]{2}\d\d[a-z\d]{10,30}$/i;
const isListed = (compact: string): boolean =>
  PUBLISHED.has(createHash('sha256').update(compact).digest('hex').slice(0, HASH_LENGTH));

/**
 * A number is only filled up with zeros: `2200000000000004`, `TR610000100000000000000001`. No issuer draws eleven in a row,
 * and no bank pads an account with twelve.
 */
export const isFilledWithZeros = (number: string): boolean => {
  const compact = number.replace(/[\s.-]/g, '');
  return ZEROS_IN_CARD.test(compact) || ZEROS_IN_ACCOUNT.test(compact);
};
const ZEROS_IN_CARD = /^(?=\d{13,19}$)\d{0,8}0{11}/;
const ZEROS_IN_ACCOUNT = /^[A-Z]{2}\d{2}(?=[A-Z\d]{14,30}$)[A-Z\d]{0,18}0{12}/i;
