import { AppError } from '../base/errors.ts';
import { loadWasm, type WasmName } from './load-wasm.ts';

/** What a codec gives: interleaved samples, RGBA with straight alpha where it does not say otherwise. */
export interface CodecPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What emscripten's module factories take, as far as it is used here. */
interface ModuleOptions {
  noInitialRun: boolean;
  instantiateWasm(imports: WebAssembly.Imports, ready: (instance: WebAssembly.Instance) => void): WebAssembly.Exports;
  print(line: string): void;
  printErr(line: string): void;
}

interface Instance<Module> {
  readonly module: Module;
  /** What the codec prints while it works. */
  readonly messages: string[];
}

/** WebAssembly memory never shrinks: after an image of more bytes than this, the decoder's memory is let go. */
const LARGE_IMAGE_BYTES = 64 * 2 ** 20;

/** A WebAssembly decoder, compiled once and started anew after each failure, when its memory still holds what was lost. */
export class WasmCodec<Module> {
  readonly #name: WasmName;
  readonly #factory: (options: ModuleOptions) => Promise<Module>;
  #compiled: Promise<WebAssembly.Module> | undefined;
  #instance: Promise<Instance<Module>> | undefined;

  /** @param factory The codec's emscripten module; typed loosely, since the published types of it are incomplete. */
  constructor(name: WasmName, factory: unknown) {
    this.#name = name;
    this.#factory = factory as (options: ModuleOptions) => Promise<Module>;
  }

  /**
   * @param decode Runs to its end without a pause, so that calls never mix.
   * @returns The pixels and what the codec printed.
   * @throws AppError image-broken when there are no pixels, decoder-unreachable; whatever the codec throws
   */
  async run(decode: (module: Module) => unknown): Promise<{ pixels: CodecPixels; messages: readonly string[] }> {
    this.#instance ??= this.#start();
    try {
      const { module, messages } = await this.#instance;
      messages.length = 0;
      const image = decode(module) as CodecPixels | null;
      if (!image) throw new AppError('image-broken', messages.at(-1));
      // An ImageData, whose fields are getters that spreading would lose.
      const pixels = { width: image.width, height: image.height, data: image.data };
      if (pixels.data.length > LARGE_IMAGE_BYTES) this.#instance = undefined;
      return { pixels, messages: [...messages] };
    } catch (thrown) {
      this.#instance = undefined;
      throw thrown;
    }
  }

  async #start(): Promise<Instance<Module>> {
    const compiled = await this.#compile();
    const messages: string[] = [];
    const module = await this.#factory({
      noInitialRun: true,
      instantiateWasm: (imports, ready) => {
        const instance = new WebAssembly.Instance(compiled, imports);
        ready(instance);
        return instance.exports;
      },
      print: (line) => messages.push(line),
      printErr: (line) => messages.push(line),
    });
    return { module, messages };
  }
  async #compile(): Promise<WebAssembly.Module> {
    this.#compiled ??= loadWasm(this.#name);
    try {
      return await this.#compiled;
    } catch (thrown) {
      this.#compiled = undefined;
      throw new AppError('decoder-unreachable', String(thrown), { cause: thrown });
    }
  }
}
