/** Where links of the app itself lead: they carry nothing along, and a person sees them open. */
const KNOWN_LINKS = ['https://arxiv.org/', 'https://zenodo.org/'];

/** The part of the Navigation API that is used here; not every browser has it. */
interface NavigateEvent extends Event {
  readonly destination: { readonly url: string };
}

/**
 * Keeps the page where it is. The Content-Security-Policy binds every request, but not where a page goes, what it opens,
 * or whom it calls by WebRTC. The app does none of that, so code that tries did not come with it.
 * Call it before anything else runs: nobody can then take the listeners away or get hold of what is removed.
 * What this cannot do is in docs/trust.md.
 */
export function stayHere(scope: Window = window): void {
  const navigation: unknown = Reflect.get(scope, 'navigation');
  const prevent = Event.prototype.preventDefault;
  const stop = (event: Event, url: string) => {
    if (new URL(url, scope.location.href).origin !== scope.location.origin) Reflect.apply(prevent, event, []);
  };
  if (navigation instanceof EventTarget) {
    navigation.addEventListener('navigate', (event) => stop(event, (event as NavigateEvent).destination.url));
  }
  scope.addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link && !isKnown(link.href)) stop(event, link.href);
    },
    { capture: true },
  );
  remove(scope, 'open');
  remove(scope, 'RTCPeerConnection');
  remove(scope, 'webkitRTCPeerConnection');
}

function isKnown(url: string): boolean {
  return KNOWN_LINKS.some((known) => url.startsWith(known));
}

function remove(scope: Window, name: string): void {
  Object.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
}
