import { AppError } from '../../base/errors.ts';
import type { ShownChannels, SlideFiles } from '../../base/slide.ts';
import { detectFormat, SIGNATURE_BYTES } from '../detect-format.ts';
import { loadDecoder } from '../load-decoder.ts';
import { ByteRanges } from './byte-ranges.ts';
import { isDicom } from './dicom-header.ts';
import { openDicomSlide } from './dicom-slide.ts';
import { isFolderFile } from './folder-file.ts';
import { openImageAsSlide } from './image-slide.ts';
import type { OpenSlide } from './opened-slide.ts';
import { isCzi, isMirax, isVsi } from './signatures.ts';
import { openTiffSlide } from './tiff-slide.ts';

/**
 * Opens a slide by its content, reading its directories only.
 * @param shown Of a slide of several channels; the first where it is not given.
 * @throws AppError file-empty, format-unknown, slide-variant, slide-order-unknown, image-broken, file-unreadable
 */
export async function openSlide(files: SlideFiles, shown?: ShownChannels): Promise<OpenSlide> {
  const [first] = files;
  if (isMirax(first)) return (await loadDecoder(() => import('./mirax.ts'))).openMirax(files);
  if (isVsi(first)) return (await loadDecoder(() => import('./vsi.ts'))).openVsi(files);
  if (first.size === 0) throw new AppError('file-empty');
  const source = new ByteRanges(first);
  if (await isFolderFile(source)) return (await loadDecoder(() => import('./ome-zarr.ts'))).openOmeZarr(source, shown);
  if (await isCzi(source)) return (await loadDecoder(() => import('./czi.ts'))).openCzi(source, shown);
  const format = detectFormat(await source.readSmall(0, Math.min(SIGNATURE_BYTES, source.size)));
  if (await isDicom(source)) return openDicomSlide(files.map((file) => new ByteRanges(file)));
  if (format === 'tiff' || format === 'bigtiff') return openTiffSlide(source, shown);
  if (format) return openImageAsSlide(first, format);
  throw new AppError('format-unknown');
}
