import charlsUrl from '@cornerstonejs/codec-charls/decodewasm?url';
import openjpegUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjphUrl from '@cornerstonejs/codec-openjph/wasm?url';
import mozjpegUrl from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url';
import webpUrl from '@jsquash/webp/codec/dec/webp_dec.wasm?url';

export type WasmName = 'mozjpeg' | 'webp' | 'openjpeg' | 'charls' | 'openjph';

const URLS: Readonly<Record<WasmName, string>> = {
  mozjpeg: mozjpegUrl,
  webp: webpUrl,
  openjpeg: openjpegUrl,
  charls: charlsUrl,
  openjph: openjphUrl,
};

/** Fetches and compiles a decoder that is served with the app. The only part of decoding that tests in Node replace. */
export function loadWasm(name: WasmName): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(fetch(URLS[name]));
}
