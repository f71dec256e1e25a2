import { encodeFloat16 } from './float16.mjs';
import { CONV_LAYERS, WEIGHT_COUNT } from './vgg19-layers.ts';

/** SHA-256 of the little-endian bytes of `untrainedWeights()`; a test checks it. */
export const UNTRAINED_WEIGHTS_ID = '52c32781d99312ab00d4a64284f3b391549631642af5d87282ae9d968b4f550a';

/** The digits of pi after the point, 32 bits each (as in Blowfish): nothing up the sleeve. */
export const SEED = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] as const;

/**
 * VGG19 with He-normal kernels (deviation sqrt(2 / fan-in); He et al., arXiv 1502.01852) and zero biases, as halves in
 * the order of WEIGHT_SPECS.
 *
 * The same bits in every JavaScript engine: integers from sfc32; normal values from Marsaglia's polar form of
 * Box-Muller, in which only Math.log may differ between engines, in its last bits; rounding to half precision drops
 * those. A test shows that no value of this seed lies so near to a rounding boundary that they could matter.
 */
export function untrainedWeights(): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(WEIGHT_COUNT);
  const normal = normalValues(SEED);
  let at = 0;
  for (const { inChannels, outChannels } of CONV_LAYERS) {
    const fanIn = 9 * inChannels;
    const deviation = Math.sqrt(2 / fanIn);
    const kernelEnd = at + fanIn * outChannels;
    while (at < kernelEnd) halves[at++] = encodeFloat16(normal() * deviation);
    at += outChannels;
  }
  return halves;
}

/** Normal values of mean 0 and deviation 1 (Marsaglia & Bray 1964). */
export function normalValues(seed: readonly [number, number, number, number]): () => number {
  const next = sfc32(seed);
  const symmetric = () => next() * 2 ** -31;
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = symmetric();
      const y = symmetric();
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        spare = y * factor;
        return x * factor;
      }
    }
  };
}

/** Chris Doty-Humphrey's Small Fast Counting generator: signed 32-bit integers. */
function sfc32(seed: readonly [number, number, number, number]): () => number {
  let [a, b, c, counter] = seed;
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum;
  };
}
