/**
 * Pages that are open: each visit of a tab, until it is closed, reloaded or killed. What a page keeps for itself alone in the
 * library carries its name, and is removed by others once the page is gone.
 */
const PREFIX = 'gramscope-page-';

let held: Promise<string> | undefined;

/** The name of this page, which `openPages` lists from now on: the browser frees the lock behind it with the page. */
export function thisPage(): Promise<string> {
  held ??= new Promise((resolve, reject) => {
    const page = crypto.randomUUID();
    const hold = () => {
      resolve(page);
      return new Promise<never>(() => {});
    };
    navigator.locks.request(`${PREFIX}${page}`, hold).catch(reject);
  });
  return held;
}

/** The names of all pages that have one. */
export async function openPages(): Promise<ReadonlySet<string>> {
  const { held: locks = [] } = await navigator.locks.query();
  const names = locks.flatMap(({ name = '' }) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
  return new Set(names);
}
