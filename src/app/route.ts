import * as v from 'valibot';
import { parseOr } from '../base/parse.ts';
import { areaSchema, countSchema, pathSchema } from '../library/facts.ts';
import { decodePart, type QueryId, type SlideView } from '../ui/routes.ts';

/** What the address shows. One record for the whole page, so that the gallery stays mounted from query to query. */
export type Route =
  | { readonly screen: 'start' }
  | { readonly screen: 'settings' }
  | { readonly screen: 'collection'; readonly collectionId: string; readonly queryId: QueryId | undefined }
  | { readonly screen: 'slide'; readonly collectionId: string; readonly view: SlideView }
  | { readonly screen: 'evaluate'; readonly collectionId: string }
  | { readonly screen: 'unknown' };

const UNKNOWN: Route = { screen: 'unknown' };

const collectionIdSchema = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));

/** A number as addresses have it. */
const numberPart = v.pipe(v.string(), v.digits(), v.transform(Number));
const patchIdPart = v.pipe(numberPart, countSchema);

/** What the address of a region says, decoded: "x,y,width,height,path". */
const regionPart = v.pipe(
  v.strictTuple([numberPart, numberPart, numberPart, numberPart, pathSchema]),
  v.transform(([x, y, width, height, slidePath]): { slidePath: string; area: unknown } => {
    return { slidePath, area: { x, y, width, height } };
  }),
  v.object({ slidePath: pathSchema, area: areaSchema }),
);

/** The collection that a screen is about, if it is about one. */
export function collectionOf(route: Route): string | undefined {
  return 'collectionId' in route ? route.collectionId : undefined;
}

/** The query, on the screens that can have one. */
export function queryIdOf(route: Route): QueryId | undefined {
  if (route.screen === 'slide') return route.view.queryId;
  return route.screen === 'collection' ? route.queryId : undefined;
}

/** `location` is what stands behind the hash, beginning with a slash. */
export function parseRoute(location: string): Route {
  const [path = ''] = location.split('?');
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { screen: 'start' };
  if (parts.length === 1 && parts[0] === 'settings') return { screen: 'settings' };
  if (parts[0] === 'c') return parseCollection(parts.slice(1));
  return UNKNOWN;
}

function parseCollection([encodedId, ...parts]: string[]): Route {
  const collectionId = parseOr(collectionIdSchema, decode(encodedId, decodeURIComponent), undefined);
  if (!collectionId) return UNKNOWN;
  if (parts[0] === 'slide') return parseSlide(collectionId, parts.slice(1));
  if (parts[0] === 'evaluate' && parts.length === 1) return { screen: 'evaluate', collectionId };
  if (parts[0] === 'set') return parseSet(collectionId, parts.slice(1));
  const { queryId, rest } = takeQueryId(parts);
  const isKnown = rest.length === 0 && queryId?.kind !== 'region';
  return isKnown ? { screen: 'collection', collectionId, queryId } : UNKNOWN;
}

function parseSet(collectionId: string, [of, encodedName, ...rest]: string[]): Route {
  if (of === 'selection' && encodedName === undefined) {
    return { screen: 'collection', collectionId, queryId: { kind: 'set', of } };
  }
  const name = parseOr(pathSchema, decode(encodedName, decodePart), undefined);
  if ((of !== 'case' && of !== 'slide' && of !== 'set') || name === undefined || rest.length > 0) return UNKNOWN;
  return { screen: 'collection', collectionId, queryId: { kind: 'set', of, name } };
}

function parseSlide(collectionId: string, [encodedPath, ...parts]: string[]): Route {
  const slidePath = parseOr(pathSchema, decode(encodedPath, decodePart), undefined);
  if (!slidePath) return UNKNOWN;
  const { queryId, rest } = takeQueryId(parts);
  const shownId = rest[0] === 'at' ? parseOr(patchIdPart, rest[1], undefined) : undefined;
  const behind = shownId === undefined ? rest : rest.slice(2);
  const isBeside = behind.length === 1 && behind[0] === 'beside';
  if (behind.length > 0 && !isBeside) return UNKNOWN;
  return { screen: 'slide', collectionId, view: { slidePath, queryId, shownId, isBeside } };
}

/** The query in the first parts, and the parts behind it: all of them when there is no query. */
function takeQueryId(parts: readonly string[]): { queryId: QueryId | undefined; rest: readonly string[] } {
  const [kind, value] = parts;
  if (kind === 'ask') return { queryId: { kind: 'outside' }, rest: parts.slice(1) };
  const patchId = kind === 'p' ? parseOr(patchIdPart, value, undefined) : undefined;
  if (patchId !== undefined) return { queryId: { kind: 'patch', patchId }, rest: parts.slice(2) };
  const region = kind === 'r' ? parseRegion(value) : undefined;
  return region ? { queryId: region, rest: parts.slice(2) } : { queryId: undefined, rest: parts };
}

function parseRegion(value = ''): QueryId | undefined {
  const parts = value.split(',');
  const region = parseOr(regionPart, [...parts.slice(0, -1), decode(parts.at(-1), decodePart)], undefined);
  return region && { kind: 'region', ...region };
}

function decode(part: string | undefined, decoder: (part: string) => string): string | undefined {
  try {
    return part === undefined ? undefined : decoder(part);
  } catch {
    return undefined;
  }
}
