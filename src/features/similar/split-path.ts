/**
 * Parts a path into the leading folders that have no room and the rest, which begins with a folder or the file's name.
 * @param room Characters that can be shown.
 */
export function splitPath(path: string, room: number): { hidden: string; shown: string } {
  let cut = 0;
  for (let slash = path.indexOf('/'); slash >= 0 && path.length - cut > room; slash = path.indexOf('/', cut)) {
    cut = slash + 1;
  }
  return { hidden: path.slice(0, cut), shown: path.slice(cut) };
}
