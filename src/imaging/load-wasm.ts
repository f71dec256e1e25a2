import openjpegUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import mozjpegUrl from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url';
import webpUrl from '@jsquash/webp/codec/dec/webp_dec.wasm?url';

export type WasmName = 'mozjpeg' | 'webp' | 'openjpeg';

const URLS: Readonly<Record<WasmName, string>> = { mozjpeg: mozjpegUrl, webp: webpUrl, openjpeg: openjpegUrl };

/** Fetches and compiles a decoder that is served with the app. The only part of decoding that tests in Node replace. */
export function loadWasm(name: WasmName): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(fetch(URLS[name]));
}
