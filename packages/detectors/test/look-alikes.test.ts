import { describe, expect, it } from 'vitest';
import { describeLookAlikes } from '../src/look-alikes.js';

describe('letters that look alike', () => {
  it.each([
    ['p\u0430ypal.com', 'p\\u{430}ypal.com'],
    ['p\u0251ypal.com \u0261oogle', 'p\\u{251}ypal.com \\u{261}oogle'],
    ['\u0430\u0440\u0440\u04cf\u0435\uff61com', '\\u{430}\\u{440}\\u{440}\\u{4cf}\\u{435}\uff61com'],
    ['pay to \u0430nna@example.com', 'pay to \\u{430}nna@example.com'],
    ['\u0430\u0440\u0440\u04cf\u0435.com', '\\u{430}\\u{440}\\u{440}\\u{4cf}\\u{435}.com'],
    ['"g\u03bfogle-drive"', '"g\\u{3bf}ogle-drive"'],
    ['"C:\\\\n\u0430me"', '"C:\\\\n\\u{430}me"'],
    ['\u13aa\u13a2x', '\\u{13aa}\\u{13a2}x'],
  ])('are reported among Latin ones: %j', (text, reported) => {
    expect(describeLookAlikes(text)).toBe(reported);
  });

  it.each([
    'Привет, Анна: 20 рублей',
    'Отправь отчёт on Monday',
    'Καλημέρα κόσμε',
    'naïve café, größer, ısıtıcı, İstanbul',
    '10kΩ, 3π',
    'отчёт.pdf, договор.docx, αρχείο.txt',
    'IT-компания, SMS-сообщение, хорошо.Ok',
    'иван.петров@example.com',
    String.raw`"Привет,\nАнна\tхорошо \u0430сад"`,
    '東京tower, 한국어ok',
    '',
  ])('are a language in words of their own: %j', (text) => {
    expect(describeLookAlikes(text)).toBe(text);
  });
});
