/** Puts Dawn's WebGPU where a browser has it. Imported before everything that looks for it there. */
import { startDawn } from '../../../src/encoder/webgpu/testing/dawn.ts';

Object.defineProperty(globalThis, 'navigator', { value: { gpu: startDawn().gpu }, configurable: true });

// onnxruntime-web writes from shared memory, which Dawn's binding does not take.
const { writeBuffer } = GPUQueue.prototype;
GPUQueue.prototype.writeBuffer = function (buffer, offset, data, from, size) {
  const shared = data instanceof Uint8Array && data.buffer instanceof SharedArrayBuffer;
  return writeBuffer.call(this, buffer, offset, shared ? Uint8Array.from(data) : data, from, size);
};
