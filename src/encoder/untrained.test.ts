import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { decodeFloat16 } from './float16.mjs';
import { normalValues, SEED, UNTRAINED_WEIGHTS_ID, untrainedWeights } from './untrained.ts';
import { CONV_LAYERS, WEIGHT_COUNT } from './vgg19-layers.ts';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe('the untrained weights', () => {
  const halves = untrainedWeights();

  it('are the bytes that their id names', () => {
    expect(halves).toHaveLength(WEIGHT_COUNT);
    expect(createHash('sha256').update(new Uint8Array(halves.buffer)).digest('hex')).toBe(UNTRAINED_WEIGHTS_ID);
  });

  it('are He-normal kernels and zero biases', () => {
    let at = 0;
    for (const { inChannels, outChannels } of CONV_LAYERS) {
      const kernel = decodeFloat16(halves.subarray(at, at + 9 * inChannels * outChannels));
      at += kernel.length;
      const bias = halves.subarray(at, at + outChannels);
      at += outChannels;
      const mean = kernel.reduce((sum, value) => sum + value, 0) / kernel.length;
      const deviation = Math.sqrt(kernel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kernel.length);
      const expected = Math.sqrt(2 / (9 * inChannels));
      // Five standard errors.
      expect(Math.abs(mean)).toBeLessThan((5 * expected) / Math.sqrt(kernel.length));
      expect(Math.abs(deviation / expected - 1)).toBeLessThan(5 / Math.sqrt(2 * kernel.length));
      expect(bias.every((value) => value === 0)).toBe(true);
    }
  });

  it('stay the same when Math.log errs in its last bits', () => {
    // Engines differ by about 2^-52 of the value; the kernels then move by half of that, relatively.
    expect(nearestToBoundary()).toBeGreaterThan(2 ** -40);
  });
});

/** How near, relatively, any kernel value comes to the middle between two halves. */
function nearestToBoundary(): number {
  const normal = normalValues(SEED);
  let nearest = 1;
  for (const { inChannels, outChannels } of CONV_LAYERS) {
    const deviation = Math.sqrt(2 / (9 * inChannels));
    for (let left = 9 * inChannels * outChannels; left > 0; left--) {
      const magnitude = Math.abs(normal() * deviation);
      const step = 2 ** (Math.max(Math.floor(Math.log2(magnitude)), -14) - 10);
      const steps = magnitude / step;
      nearest = Math.min(nearest, Math.abs(steps - Math.floor(steps) - 0.5) / steps);
    }
  }
  return nearest;
}
