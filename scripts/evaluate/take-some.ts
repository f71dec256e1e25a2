import { copyFile, mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { kindByName } from '../../src/imaging/supported-extensions.ts';

/**
 * A folder `name` with copies of `limit` of the images below `source`, in turn from each label, in the order of their
 * names. The same call finds its copies again, so that nothing is indexed twice.
 *
 * @param labelLevel Which folder level below `source` names the label.
 */
export async function takeSome(source: string, labelLevel: number, limit: number, copies: string): Promise<string> {
  const images = (await readdir(source, { recursive: true })).filter(isImage).sort();
  const chosen = inTurn(images, (image) => image.split(path.sep)[labelLevel - 1] ?? '', limit);
  const folder = path.join(copies, `${path.basename(source)} first ${limit}`);
  await rm(folder, { recursive: true, force: true });
  for (const image of chosen) {
    const [from, to] = [path.join(source, image), path.join(folder, image)];
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(from, to);
    const { atime, mtime } = await stat(from);
    await utimes(to, atime, mtime);
  }
  return folder;
}

function isImage(file: string): boolean {
  const kind = kindByName(file.replaceAll(path.sep, '/'));
  return kind === 'image' || kind === 'either';
}

/** The first of every group, then the second of every group, and so on, until there are `limit`. */
export function inTurn<Item>(items: readonly Item[], groupOf: (item: Item) => string, limit: number): Item[] {
  const seen = new Map<string, number>();
  const ranked = items.map((item, at) => {
    const rank = seen.get(groupOf(item)) ?? 0;
    seen.set(groupOf(item), rank + 1);
    return { item, rank, at };
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .slice(0, limit)
    .map(({ item }) => item);
}
