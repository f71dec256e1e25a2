import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

/** Latin, Greek, Cyrillic, Chinese, emoji; every table has line ends and separators, which tell UTF-16 by its zeros. */
const letter = fc.constantFrom('a', 'Z', '7', ' ', '"', 'ö', 'ß', 'µ', 'α', 'Ж', '肠', '癌', '🔬');
const words = fc
  .array(fc.string({ unit: letter, minLength: 1 }), { minLength: 1 })
  .map((lines) => `Datei,Größe\r\n${lines.join('\r\n')}\r\n`);

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();
const ENCODERS = [
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-8', (text: string) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16 LE', (text: string) => Buffer.from(text, 'utf16le')],
  ['UTF-16 LE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 BE', bigEndian],
  ['UTF-16 BE', (text: string) => bigEndian(`\ufeff${text}`)],
] as const;

it.each(ENCODERS)('reads %s, with a mark or without (%#)', (encoding, encode) => {
  fc.assert(
    fc.property(words, (text) => {
      expect(decodeText(encode(text))).toEqual({ text, encoding });
    }),
  );
});

it('takes what is not valid as UTF-8 for Windows-1252, which has all of ISO 8859-1', () => {
  const text = 'Datei;Größe\nä.png;5 µm\n';
  expect(decodeText(Buffer.from(text, 'latin1'))).toEqual({ text, encoding: 'Windows-1252' });
});

it.each([
  ['a ZIP archive, as workbooks are', [0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0, 33, 0, 98, 238, 157, 104]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1]],
  ['bytes without any zero', Array.from({ length: 200 }, (_, at) => 1 + (at % 31))],
  ['a mark and half a character', [0xff, 0xfe, 0x41]],
])('refuses %s', (_, bytes) => {
  expect(() => decodeText(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'table-binary' }));
});
