import type { Case } from '../support/doubling.ts';
import { repeat } from '../support/pieces.ts';
import { flood } from './floods.ts';

/** Labels, what may stand between one and its value, and values that are none. */
const PIECES = [
  'acme_key ',
  'acmeKEY-',
  'ACME_TOKEN.a',
  'acme_key = ',
  'acme_key: "',
  'api_key for the (first) of these ',
  'token [a, b] (c, d) e ',
  'secret to to is is ',
  'password == "',
  'password.equals("',
  'getenv("ACME_KEY", ',
  '${ACME_KEY:-',
  'pasword = "',
  'psswd ',
  'pat ',
  'auth-',
  'access private cred ',
  'PASS: pr1\n',
  'q8Zr2Lx7Vn4KacmeKEY',
  'acme key q8Zr2Lx7Vn4Kt9Wb3Ym6Hd5Jf1Pc0Gs ',
  '.basicAuth("ada", "',
  'new PDO(a, "b", ',
  'userpwd, "a:',
  "identified by '",
  'https://ada:love@example.',
  'password|',
  'password,key\n',
  ' id | password\n----+----\n 1 | a\n',
  '(a, password) values (',
  '(password, "',
  'password,a\n1,b\n',
  'password,token\nsecret,key\n',
  "insert into a (password) values ('",
  "('b'), ('c'), insert into a (password) values ('d'), ",
  'copy a (password) from stdin;\n',
  'copy a (b, password) from stdin;\n1\tb\n2\tc\n',
  '<tr><td>password</td><td>',
  '<tr><th>password</th><th>a</th></tr>',
];

export const cases: readonly Case[] = PIECES.map((piece) =>
  flood(JSON.stringify(piece), 512, (length) => repeat(piece, length)),
);
