/**
 * Headers the app is served with. Cross-origin isolation is what lets WASM use threads; the policy keeps every connection
 * on this origin, so that no image can leave the machine.
 *
 * style-src 'unsafe-inline' is for the scroll lock of dialogs, which adds a style element; styles cannot load anything
 * from elsewhere, since images, fonts and connections are bound to this origin.
 *
 * img-src data: is for thumbnails, of which hundreds come at once: such an address is the image itself and asks nobody.
 */
const policy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' blob: data:",
  'font-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'default',
};

/** For the page itself, where the host sends no headers: all but what only a header can say. */
export const pagePolicy = inWords({ ...policy, 'frame-ancestors': undefined });

export const securityHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': inWords(policy),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
};

/** @param {Record<string, string | undefined>} directives */
function inWords(directives) {
  return Object.entries(directives)
    .filter(([, value]) => value !== undefined)
    .map(([directive, value]) => `${directive} ${value}`)
    .join('; ');
}
