/** 'a/b/c.png' gives 'a/b', 'c.png' gives ''. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Levels of folders that can be chosen. A path has room for 16,500, whose names together would be 270 MB. */
export const MOST_LEVELS = 100;

/** 'a/b' gives 'a/b', 'a'; '' gives ''. Of a folder that lies deeper than MOST_LEVELS, those down to there. */
export function selfAndAncestors(folder: string): string[] {
  const folders: string[] = [];
  for (
    let cut = folder.indexOf('/', 1);
    cut !== -1 && folders.length < MOST_LEVELS;
    cut = folder.indexOf('/', cut + 1)
  ) {
    folders.push(folder.slice(0, cut));
  }
  if (folders.length < MOST_LEVELS) folders.push(folder);
  return folders.reverse();
}

/** Whether `folder` is `wanted` or lies below it. */
export function isWithin(folder: string, wanted: string): boolean {
  return folder === wanted || folder.startsWith(`${wanted}/`);
}
