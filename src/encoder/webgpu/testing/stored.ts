import { decodeFloat16, encodeFloat16 } from '../../float16.mjs';
import type { Precision } from '../pipelines.ts';

/** Numbers as they lie between kernels. */
export function toStored(values: Float32Array, precision: Precision): Float32Array | Uint16Array {
  return precision === 'single' ? values : Uint16Array.from(values, encodeFloat16);
}

/** The first `count` numbers of what lies between kernels. */
export function fromStored(bytes: ArrayBuffer, count: number, precision: Precision): Float32Array {
  return precision === 'single' ? new Float32Array(bytes, 0, count) : decodeFloat16(new Uint16Array(bytes, 0, count));
}
