import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect-format.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('detectFormat', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'png'],
    ['\xff\xd8\xff\xe0', 'jpeg'],
    ['RIFF\x24\x01\0\0WEBPVP8 ', 'webp'],
    ['RIFF\x24\x01\0\0WAVEfmt ', undefined],
    ['BM\x36\0', 'bmp'],
    ['GIF87a', 'gif'],
    ['GIF89a', 'gif'],
    ['GIF88a', undefined],
    ['II*\0\x08\0\0\0', 'tiff'],
    ['MM\0*\0\0\0\x08', 'tiff'],
    ['II+\0\x08\0\0\0', 'bigtiff'],
    ['MM\0+\0\x08\0\0', 'bigtiff'],
    ['MM*\0', undefined],
    ['', undefined],
  ])('takes %j for %s', (start, format) => {
    expect(detectFormat(bytes(start))).toBe(format);
  });

  it('looks at nothing but the start', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (rest) => {
        expect(detectFormat(Uint8Array.of(...bytes('GIF89a'), ...rest))).toBe('gif');
      }),
    );
  });
});
