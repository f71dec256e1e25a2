/** What the address asks for. One record for the whole page, so that the gallery stays mounted from query to query. */
export type Route =
  | { readonly screen: 'start' }
  | { readonly screen: 'settings' }
  | {
      readonly screen: 'collection';
      readonly collectionId: string;
      readonly patchId: number | undefined;
      /** An image from outside is, or will be, the query. */
      readonly asking: boolean;
    }
  | { readonly screen: 'evaluate'; readonly collectionId: string }
  | { readonly screen: 'unknown' };

/** The collection that a screen is about, if it is about one. */
export function collectionOf(route: Route): string | undefined {
  return 'collectionId' in route ? route.collectionId : undefined;
}

/** `location` is what stands behind the hash, beginning with a slash. */
export function parseRoute(location: string): Route {
  const [path = ''] = location.split('?');
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { screen: 'start' };
  if (parts.length === 1 && parts[0] === 'settings') return { screen: 'settings' };
  if (parts[0] === 'c') return parseCollection(parts.slice(1));
  return { screen: 'unknown' };
}

function parseCollection([encodedId, view, patch, ...rest]: string[]): Route {
  const collectionId = decode(encodedId);
  if (!collectionId || rest.length > 0) return { screen: 'unknown' };
  const route = { screen: 'collection', collectionId, patchId: undefined, asking: false } as const;
  if (view === undefined) return route;
  if (view === 'evaluate' && patch === undefined) return { screen: 'evaluate', collectionId };
  if (view === 'ask' && patch === undefined) return { ...route, asking: true };
  if (view === 'p' && patch !== undefined && /^\d+$/.test(patch)) return { ...route, patchId: Number(patch) };
  return { screen: 'unknown' };
}

function decode(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
