/** The part of the Trusted Types API that is used here; not every browser has it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string; createHTML(text: string): string },
  ): unknown;
}

/**
 * With `require-trusted-types-for 'script'` the browser lets no text become markup or the address of a script unless a
 * policy has passed it. This is the one policy: scripts of our own origin for workers, and for the few places where a
 * library sets `innerHTML`, text that has no tag. To be called once, in the page and in workers that start workers.
 */
export function trustOwnScripts(): void {
  const trustedTypes: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (!isTrustedTypes(trustedTypes)) return;
  // The browser hands over more than the text.
  trustedTypes.createPolicy('default', { createScriptURL: (url) => ownScript(url), createHTML: textWithoutTags });
}

/** @throws TypeError for a script from elsewhere, or one made on the spot. */
export function ownScript(url: string, base = globalThis.location.href): string {
  const { origin, protocol } = new URL(url, base);
  if (origin !== new URL(base).origin || protocol === 'blob:') throw new TypeError(`Not a script of this app: ${url}`);
  return url;
}

/** @throws TypeError for text that would become elements. */
export function textWithoutTags(text: string): string {
  if (text.includes('<')) throw new TypeError('Not plain text');
  return text;
}

function isTrustedTypes(value: unknown): value is TrustedTypes {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}
