import { FOREIGN_SLIDES } from './foreign-slides.ts';

/** File extensions (lower case, no dot) of the formats that `decodeImage` reads; what a file really is, its first bytes say. */
const IMAGE_EXTENSIONS: ReadonlySet<string> = new Set([
  'png',
  'jpg',
  'jpeg',
  'jpe',
  'jfif',
  'webp',
  'bmp',
  'dib',
  'gif',
]);

/** Extensions of TIFF files of any kind: images, stacks and slides. */
const TIFF_EXTENSIONS: ReadonlySet<string> = new Set(['tif', 'tiff', 'btf', 'tf8', 'tf2', 'qptiff']);

/** Extensions of whole slides alone, of which .zarr is a folder. Slides come as .tif and .tiff, too. */
const SLIDE_EXTENSIONS: ReadonlySet<string> = new Set([
  'svs',
  'ndpi',
  'scn',
  'bif',
  'mrxs',
  'czi',
  'vsi',
  'dcm',
  'dicom',
  'dic',
  'zarr',
]);

/** DICOM files often have a UID for a name, or a number, with letters before it ("SM.1.2.840") or none, and no extension. */
const BARE_NAME = /^(?:[^.]+|(?:[A-Za-z]{1,8}\.)?[\d.]*\d[\d.]*)$/;

/**
 * What a file may be by its name: an image, a slide, an image or a slide (`either`), a file whose content must tell what
 * it is (`unnamed`), or nothing that Gramscope reads.
 */
export type NamedKind = 'image' | 'slide' | 'either' | 'unnamed' | undefined;

export function kindByName(path: string): NamedKind {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (BARE_NAME.test(name)) return 'unnamed';
  const extension = extensionOf(name);
  if (SLIDE_EXTENSIONS.has(extension) || FOREIGN_SLIDES.has(extension)) return 'slide';
  if (TIFF_EXTENSIONS.has(extension)) return 'either';
  return IMAGE_EXTENSIONS.has(extension) ? 'image' : undefined;
}

/** What stands behind the last dot, in lower case. */
export function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
