/**
 * The address of the page, all of it behind the hash: "#/c/1/p/12?label=tumour". The router sees the path; what stands
 * behind the question mark is how the collection of that path is looked at, and goes along within this collection.
 * (wouter's own hook would move it in front of the hash, where it would belong to no collection.)
 */
import { useSyncExternalStore } from 'react';

interface Address {
  /** Begins with a slash. */
  readonly path: string;
  /** Without its question mark; empty where there is none. */
  readonly view: string;
}

/** How each collection was looked at when it was left, by the first parts of its paths: coming back finds it so. */
const left = new Map<string, string>();

/** The router's hook (`<Router hook={useHashLocation}>`). */
export function useHashLocation(): [path: string, navigate: typeof navigate] {
  return [addressOf(useHash()).path, navigate];
}

useHashLocation.hrefs = (to: string) => `#${withView(to)}`;

/** What stands behind the question mark, for screens that have something there. */
export function useHashView(): string {
  return addressOf(useHash()).view;
}

export function currentHashView(): string {
  return addressOf(location.hash).view;
}

/** Changes what stands behind the question mark, in place: the browser's way back leads from query to query. */
export function setHashView(view: string): void {
  const { path } = addressOf(location.hash);
  go(path, view, true);
}

/** @param to A path; the view of its collection goes along. */
function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const { path, view } = addressOf(location.hash);
  left.set(collectionOf(path), view);
  go(to, viewFor(to), replace);
}

function go(path: string, view: string, replace: boolean): void {
  const hash = `#${path}${view && `?${view}`}`;
  if (replace) history.replaceState(null, '', hash);
  else history.pushState(null, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function withView(to: string): string {
  const view = viewFor(to);
  return to + (view && `?${view}`);
}

function viewFor(to: string): string {
  const { path, view } = addressOf(location.hash);
  const collection = collectionOf(to);
  if (collection === '') return '';
  return collection === collectionOf(path) ? view : (left.get(collection) ?? '');
}

/** "/c/1" of all paths of that collection; empty for those of none. */
function collectionOf(path: string): string {
  return /^\/c\/[^/]+/.exec(path)?.[0] ?? '';
}

function addressOf(hash: string): Address {
  const [path = '', ...view] = hash.replace(/^#?\/?/, '').split('?');
  return { path: `/${path}`, view: view.join('?') };
}

function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}
