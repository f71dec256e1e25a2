/** Sizes of the files in the origin's private file system. Runs in the page. */
export async function privateFileSizes(): Promise<number[]> {
  const sizes: number[] = [];
  const look = async (folder: FileSystemDirectoryHandle): Promise<void> => {
    for await (const entry of folder.values()) {
      if (entry.kind === 'directory') await look(entry);
      else sizes.push((await entry.getFile()).size);
    }
  };
  await look(await navigator.storage.getDirectory());
  return sizes;
}
