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
  'tif',
  'tiff',
]);

/** Extensions of whole slides alone. Slides come as .tif and .tiff, too. */
const SLIDE_EXTENSIONS: ReadonlySet<string> = new Set(['svs', 'ndpi', 'scn', 'bif', 'btf', 'tf8', 'dcm', 'dicom']);

/** DICOM files often have a UID for a name, or a number, and no extension. */
const BARE_NAME = /^(?:[^.]+|[\d.]+)$/;

/**
 * What a file may be by its name: an image, a slide, an image or a slide (`either`), a file whose content must tell whether
 * it is a slide at all (`unnamed`), or nothing that Gramscope reads.
 */
export type NamedKind = 'image' | 'slide' | 'either' | 'unnamed' | undefined;

export function kindByName(path: string): NamedKind {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (BARE_NAME.test(name)) return 'unnamed';
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (SLIDE_EXTENSIONS.has(extension)) return 'slide';
  if (extension === 'tif' || extension === 'tiff') return 'either';
  return IMAGE_EXTENSIONS.has(extension) ? 'image' : undefined;
}

/** True when the name ends in the extension of an image, in any case. */
export function hasSupportedExtension(path: string): boolean {
  const kind = kindByName(path);
  return kind === 'image' || kind === 'either';
}
