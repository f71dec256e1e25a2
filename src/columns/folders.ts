/** 'a/b/c.png' gives 'a/b', 'c.png' gives ''. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** 'a/b' gives 'a/b', 'a'; '' gives ''. */
export function selfAndAncestors(folder: string): string[] {
  const folders = [folder];
  for (let cut = folder.lastIndexOf('/'); cut > 0; cut = folder.lastIndexOf('/', cut - 1)) {
    folders.push(folder.slice(0, cut));
  }
  return folders;
}

/** Whether `folder` is `wanted` or lies below it. */
export function isWithin(folder: string, wanted: string): boolean {
  return folder === wanted || folder.startsWith(`${wanted}/`);
}
