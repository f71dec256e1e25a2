import type { RgbImage } from '../../src/base/rgb-image.ts';

/** Pink waves with darker spots and some grain: many tones and edges, the same for the same seed. */
export function drawTissue(width: number, height: number, seed: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let state = seed;
  const grain = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = Math.sin((x + seed * 5) / 7 + Math.sin(y / 9)) * 25;
      const spot = ((x * 3 + y * 5 + seed * 11) % 17) ** 2 + ((x * 5 - y * 2 + 170) % 13) ** 2 < 30 ? -70 : 0;
      const at = (y * width + x) * 3;
      data[at] = clamp(215 + wave + spot + grain() * 30);
      data[at + 1] = clamp(150 + wave * 1.5 + spot + grain() * 30);
      data[at + 2] = clamp(195 + wave * 0.7 + spot / 2 + grain() * 30);
    }
  }
  return { width, height, data };
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
