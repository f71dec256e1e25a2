import { expect, it } from 'vitest';
import { cividis, inkOn } from './cividis.ts';

const shares = Array.from({ length: 101 }, (_, at) => at / 100);

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const channels =
    colour === '#fff' ? [255, 255, 255] : colour === '#000' ? [0, 0, 0] : colour.match(/\d+/g)?.map(Number);
  const [r = 0, g = 0, b = 0] = (channels ?? []).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

it('grows lighter all the way, from dark blue to yellow', () => {
  expect([cividis(0), cividis(1), cividis(-1), cividis(2)]).toEqual([
    'rgb(0 32 77)',
    'rgb(255 234 70)',
    'rgb(0 32 77)',
    'rgb(255 234 70)',
  ]);
  const lights = shares.map((share) => luminance(cividis(share)));
  expect(lights).toEqual(lights.toSorted((a, b) => a - b));
});

it('bears words that can be read', () => {
  for (const share of shares) expect(contrast(cividis(share), inkOn(share)), `${share}`).toBeGreaterThanOrEqual(4.5);
});
