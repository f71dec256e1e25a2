import type { Patch } from '../../columns/patch-chunk.ts';
import type { QueryId } from '../../ui/routes.ts';

/** Where the panel's links lead, on the screen that it stands beside. */
export interface Addresses {
  /** The address of a query; undefined closes the query. */
  of(queryId: QueryId | undefined): string;
  /** Where a patch is shown at its place on its slide; undefined for a patch that is a file of its own. */
  placeOf(patch: Patch): string | undefined;
  /** Where a patch's slide stands beside the query's; undefined when not both lie on slides. */
  besideOf(patch: Patch): string | undefined;
  /** The patch that is shown at its place now. */
  readonly shownId: number | undefined;
  /** A click on a hit shows its place, instead of searching with it. */
  readonly showsPlaces: boolean;
}
