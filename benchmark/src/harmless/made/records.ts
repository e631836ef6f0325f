import type { Random } from '../../security/harness/random.js';
import { app, date, digits, hex, time, uuid, version, word, words } from './draw.js';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A table of records that are about things. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, 'TEXT' | 'INTEGER' | 'REAL'>>;
  readonly draw: (random: Random) => Row;
}

/** https://www.gs1.org/services/how-calculate-check-digit-manually */
function ean(random: Random): string {
  const body = digits(random, 12);
  const sum = Array.from(body).reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const PHRASES: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Save changes',
    'Forgot your password?',
    'Enter your password',
    'Your token has expired',
    'Card number',
    'Delete this order',
  ],
  de: [
    'Änderungen speichern',
    'Passwort vergessen?',
    'Passwort: mindestens 8 Zeichen',
    'Bitte Kartennummer eingeben',
    'Bestellung löschen',
    'Schlüssel',
  ],
  fr: [
    'Enregistrer les modifications',
    'Mot de passe oublié ?',
    'Mot de passe : 8 caractères',
    'Numéro de carte',
    'Supprimer la commande',
    'Jeton expiré',
  ],
  es: [
    'Guardar cambios',
    '¿Olvidó su contraseña?',
    'Contraseña: mínimo 8 caracteres',
    'Número de tarjeta',
    'Eliminar el pedido',
    'Clave de acceso',
  ],
  ru: [
    'Сохранить изменения',
    'Забыли пароль?',
    'Пароль: не менее 8 символов',
    'Номер карты',
    'Удалить заказ',
    'Ключ доступа',
  ],
  ja: ['変更を保存', 'パスワードを忘れた方', 'パスワード：8文字以上', 'カード番号', '注文を削除', 'アクセスキー'],
  ar: ['حفظ التغييرات', 'هل نسيت كلمة المرور؟', 'كلمة المرور: ٨ أحرف على الأقل', 'رقم البطاقة', 'حذف الطلب', 'مفتاح'],
};

export const TABLES: readonly Table[] = [
  {
    name: 'products',
    columns: {
      id: 'INTEGER',
      sku: 'TEXT',
      ean: 'TEXT',
      title: 'TEXT',
      description: 'TEXT',
      price: 'REAL',
      stock: 'INTEGER',
      size: 'TEXT',
      image_url: 'TEXT',
      updated_at: 'TEXT',
    },
    draw: (random) => ({
      id: random.below(10_000_000),
      sku: `${word(random).slice(0, 3).toUpperCase()}-${digits(random, 6)}-${hex(random, 2).toUpperCase()}`,
      ean: ean(random),
      title: words(random, 3),
      description: words(random, random.between(5, 40)),
      price: random.below(100_000) / 100,
      stock: random.below(500),
      size: `${random.below(99)}x${random.below(99)}x${random.below(99)} cm`,
      image_url: `https://cdn.example.com/${hex(random, 2)}/${hex(random, 32)}.webp?v=${random.below(1e9)}`,
      updated_at: time(random),
    }),
  },
  {
    name: 'events',
    columns: {
      id: 'TEXT',
      at: 'INTEGER',
      kind: 'TEXT',
      trace_id: 'TEXT',
      span_id: 'TEXT',
      source: 'TEXT',
      payload: 'TEXT',
      sequence: 'INTEGER',
    },
    draw: (random) => ({
      id: uuid(random),
      at: 1_760_000_000_000 + random.below(30_000_000_000),
      kind: `${word(random)}.${word(random)}`,
      trace_id: hex(random, 32),
      span_id: hex(random, 16),
      source: `${app(random)}@${version(random)}`,
      payload: JSON.stringify({
        order: digits(random, 10),
        tracking: `1Z${digits(random, 16)}`,
        position: [random.below(9e6) / 1e5, random.below(18e6) / 1e5],
        key: word(random),
        count: random.below(50),
      }),
      sequence: random.below(1e12),
    }),
  },
  {
    name: 'metrics',
    columns: { series: 'TEXT', at: 'INTEGER', value: 'REAL', p99: 'REAL', samples: 'INTEGER', labels: 'TEXT' },
    draw: (random) => ({
      series: `${app(random)}_${word(random)}_seconds_total`,
      at: 1_760_000_000 + random.below(30_000_000),
      value: random.below(1e9) / 1e6,
      p99: random.below(1e9) / 1e3,
      samples: random.below(1e9),
      labels: `{job="${app(random)}",le="${random.below(100) / 10}",shard="${random.below(64)}"}`,
    }),
  },
  {
    name: 'translations',
    columns: { key: 'TEXT', language: 'TEXT', text: 'TEXT', hash: 'TEXT', reviewed: 'TEXT' },
    draw: (random) => {
      const language = random.pick(Object.keys(PHRASES));
      const text = random.pick(PHRASES[language] ?? []);
      const key = `${word(random)}.${random.pick(['password', 'token', 'title', 'card', 'secret', 'hint'])}.${random.pick(['label', 'placeholder', 'error', 'help'])}`;
      return {
        key,
        language,
        text: random.below(3) === 0 ? `${text} (${words(random, 2)})` : text,
        hash: hex(random, 8),
        reviewed: random.below(4) === 0 ? null : date(random),
      };
    },
  },
  {
    name: 'shipments',
    columns: {
      id: 'INTEGER',
      container: 'TEXT',
      weight_kg: 'REAL',
      from_port: 'TEXT',
      to_port: 'TEXT',
      left_on: 'TEXT',
      arrives_on: 'TEXT',
      reference: 'TEXT',
      invoice: 'TEXT',
    },
    draw: (random) => ({
      id: random.below(1e9),
      container: `MSKU${digits(random, 7)}`,
      weight_kg: random.below(3e7) / 1000,
      from_port: random.pick(['DEHAM', 'NLRTM', 'CNSHA', 'SGSIN']),
      to_port: random.pick(['USNYC', 'BRSSZ', 'JPTYO']),
      left_on: date(random),
      arrives_on: date(random),
      reference: digits(random, 12),
      invoice: `INV-2026-${digits(random, 6)}`,
    }),
  },
];
