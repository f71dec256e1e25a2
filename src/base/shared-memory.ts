/**
 * Whether threads can share memory here. That the page is cross-origin isolated is not enough: WebKitGTK says that it is,
 * and has no SharedArrayBuffer (WebKit bug 317847).
 */
export function canShareMemory(): boolean {
  return globalThis.crossOriginIsolated === true && typeof globalThis.SharedArrayBuffer === 'function';
}
