/** Characters that two narrow lines hold. */
const MOST_SHOWN = 60;

/** Parts a path into the leading folders that have no room and the rest, which begins with a folder or the file's name. */
export function splitPath(path: string): { hidden: string; shown: string } {
  let cut = 0;
  for (let slash = path.indexOf('/'); slash >= 0 && path.length - cut > MOST_SHOWN; slash = path.indexOf('/', cut)) {
    cut = slash + 1;
  }
  return { hidden: path.slice(0, cut), shown: path.slice(cut) };
}
