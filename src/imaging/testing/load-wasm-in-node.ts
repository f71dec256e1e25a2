import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { WasmName } from '../load-wasm.ts';

const FILES: Readonly<Record<WasmName, string>> = {
  mozjpeg: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  webp: '@jsquash/webp/codec/dec/webp_dec.wasm',
  openjpeg: '@cornerstonejs/codec-openjpeg/decodewasm',
  charls: '@cornerstonejs/codec-charls/decodewasm',
  openjph: '@cornerstonejs/codec-openjph/wasm',
};

/** Stands in for load-wasm.ts where no server is: `vi.mock('./load-wasm.ts', () => import('./testing/load-wasm-in-node.ts'))`. */
export async function loadWasm(name: WasmName): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve(FILES[name]);
  return WebAssembly.compile(await readFile(path));
}

/** As in browsers, the fields are getters; the codecs bring a plain class of their own where there is none. */
class NodeImageData {
  readonly #data: Uint8ClampedArray;
  readonly #width: number;
  readonly #height: number;

  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.#data = data;
    this.#width = width;
    this.#height = height;
  }

  get data() {
    return this.#data;
  }

  get width() {
    return this.#width;
  }

  get height() {
    return this.#height;
  }
}

Object.assign(globalThis, { ImageData: NodeImageData });
