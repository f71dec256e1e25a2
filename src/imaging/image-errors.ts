import { AppError } from '../base/errors.ts';

/** What a decoder threw, as an AppError: its own, image-out-of-memory, or image-broken for everything else. */
export function toImageError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const detail = messageOf(thrown);
  return new AppError(isOutOfMemory(thrown) ? 'image-out-of-memory' : 'image-broken', detail, { cause: thrown });
}

/** Engines have no error class for it: V8, SpiderMonkey and JavaScriptCore throw a RangeError, emscripten aborts. */
function isOutOfMemory(thrown: unknown): boolean {
  const detail = messageOf(thrown);
  if (thrown instanceof RangeError) return /allocat|out of memory|array length|array buffer/i.test(detail);
  return /Aborted\(OOM|Cannot enlarge memory/.test(detail);
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  // What codecs in WebAssembly throw may be an object of their own.
  return 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : 'the codec gave up';
}
