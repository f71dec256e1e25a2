/**
 * Keeps the focus near its place. What has it may leave the page (a bar that is done with, an example that is removed, a
 * whole screen), and browsers then give it to the body, where a keyboard starts again at the top of the page.
 */

/** Where the focus was: the element, and around it each ancestor with the children it had then, from inside out. */
interface Place {
  readonly element: Element;
  readonly around: readonly {
    readonly ancestor: Element;
    readonly children: readonly Element[];
    readonly at: number;
  }[];
}

/** What can be reached by Tab. */
const TABBABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';

/** Parts of the page that take the focus themselves when nothing near its place is left in them. */
const ROOMS = 'main, aside, nav, [role="dialog"], [data-keeps-focus]';

/** What a part of the page is about: it comes before what lies nearer, a size slider say. */
const HEART = '[data-focus-first]';

/** What floats above the page, and gives the focus back by itself while what it was opened from is there. */
const OVERLAYS = '[role="dialog"], [role="menu"], [data-radix-popper-content-wrapper]';

/** Watches `page` from now on. */
export function keepFocus(page: Document): void {
  let place: Place | undefined;
  let placeBelow: Place | undefined;

  const hasLostIt = () => page.activeElement === null || page.activeElement === page.body;
  const restore = () => {
    if (!hasLostIt() || !place) return;
    const near = nearest(place) ?? (placeBelow && nearest(placeBelow)) ?? page.querySelector<HTMLElement>('main');
    if (near) focusAnyhow(near);
  };
  // What reacts to the same change, a dialog that gives the focus back say, comes first.
  const soon = (work: () => void) => requestAnimationFrame(() => setTimeout(work));

  page.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    place = placeOf(target);
    if (!target.closest(OVERLAYS)) placeBelow = place;
  });
  page.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget !== null) return;
    // A click beside everything lets go of the focus on purpose.
    soon(() => {
      if (hasLostIt() && place?.element === target && canTakeIt(place.element)) place = undefined;
    });
  });
  const look = () => {
    if (place && (hasLostIt() || place.element.matches(':disabled'))) soon(restore);
  };
  new MutationObserver(look).observe(page.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  // A screen that waits for its code hides the one before without removing it.
  window.addEventListener('hashchange', () => soon(restore));
}

function placeOf(element: Element): Place {
  const around: Place['around'][number][] = [];
  let child = element;
  for (let ancestor = element.parentElement; ancestor; ancestor = ancestor.parentElement) {
    const children = [...ancestor.children];
    around.push({ ancestor, children, at: children.indexOf(child) });
    child = ancestor;
  }
  return { element, around };
}

/**
 * The element itself, or else the heart of what is around it, what comes after it and was there before, or what came before
 * it, in the same part of the page.
 */
function nearest({ element, around }: Place): Element | undefined {
  if (canTakeIt(element)) return element;
  for (const { ancestor, children, at } of around) {
    if (ancestor.tagName === 'BODY') return undefined;
    if (!isShown(ancestor)) continue;
    const heart = [...ancestor.querySelectorAll(HEART)].find(canTakeIt);
    if (heart) return heart;
    const after = children.slice(at).flatMap(tabbablesIn);
    const before = children.slice(0, at).flatMap(tabbablesIn);
    const near = after[0] ?? before.at(-1);
    if (near) return near;
    if (ancestor.matches(ROOMS)) return ancestor;
  }
  return undefined;
}

function tabbablesIn(element: Element): Element[] {
  const all = element.matches(TABBABLE) ? [element] : [...element.querySelectorAll(TABBABLE)];
  return all.filter(isShown);
}

function canTakeIt(element: Element): boolean {
  return isShown(element) && !element.matches(':disabled');
}

function isShown(element: Element): boolean {
  return element.isConnected && element.getClientRects().length > 0 && element.closest('[inert]') === null;
}

/** Also what Tab does not reach, for as long as it has the focus. */
function focusAnyhow(element: Element): void {
  if (!(element instanceof HTMLElement)) return;
  if (!element.matches(`${TABBABLE}, [tabindex]`)) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}
