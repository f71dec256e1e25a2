import { AppError } from '../../base/errors.ts';
import { choosePage } from '../tiff-pages.ts';
import { ByteRanges } from './byte-ranges.ts';
import { pageFactsOf } from './tiff-contents.ts';
import { TiffFile } from './tiff-file.ts';

/**
 * A stack of images in a TIFF file as a file of which another page is read: its header leads to that page first, and all
 * else is the file's own.
 * @param page Counted from 1, among the pages that `detectSlide` counts.
 * @throws AppError image-broken, file-unreadable
 */
export async function stackPage(stack: File, page: number): Promise<File> {
  const file = await TiffFile.open(new ByteRanges(stack));
  const directories = await file.directories();
  const chosen = choosePage(await Promise.all(directories.map(pageFactsOf)));
  const offset = (await file.directoryOffsets())[chosen?.alike[page - 1] ?? -1];
  if (offset === undefined) throw new AppError('image-broken', `no page ${page} in the stack`);
  const header = await file.headerWithFirst(offset);
  return new File([header, stack.slice(header.length)], stack.name, { lastModified: stack.lastModified });
}
