/** Files that are passed over by their name, as far as there is more to say of them than that they are no images. */
import { extensionOf } from '../../imaging/supported-extensions.ts';

const ARCHIVES: ReadonlySet<string> = new Set(['zip', '7z', 'rar', 'tar', 'tgz', 'gz', 'bz2', 'xz', 'zst', 'iso']);
const LINKS: ReadonlySet<string> = new Set(['lnk', 'url', 'webloc', 'desktop', 'symlink']);

const TABLES: ReadonlySet<string> = new Set(['csv', 'tsv', 'xls', 'xlsx', 'ods']);

/** Images of formats that are not read, by their extension. */
const IMAGES: ReadonlyMap<string, string> = new Map([
  ['heic', 'HEIC image'],
  ['heif', 'HEIC image'],
  ['avif', 'AVIF image'],
  ['jxl', 'JPEG XL image'],
  ['jp2', 'JPEG 2000 image'],
  ['j2k', 'JPEG 2000 image'],
  ['jpx', 'JPEG 2000 image'],
  ['jxr', 'JPEG XR image'],
  ['wdp', 'JPEG XR image'],
  ['psd', 'Photoshop image'],
  ['psb', 'Photoshop image'],
  ['svg', 'drawing in SVG'],
  ['pdf', 'PDF document'],
  ['dng', 'raw photograph'],
  ['cr2', 'raw photograph'],
  ['cr3', 'raw photograph'],
  ['nef', 'raw photograph'],
  ['arw', 'raw photograph'],
  ['tga', 'Targa image'],
  ['pnm', 'PNM image'],
  ['ppm', 'PNM image'],
  ['pgm', 'PNM image'],
  ['exr', 'OpenEXR image'],
  ['ico', 'icon'],
]);

/** What a file is by its name, and what helps; undefined for one of which nothing is known. */
export function toldByName(path: string): string | undefined {
  const extension = extensionOf(path.slice(path.lastIndexOf('/') + 1));
  if (ARCHIVES.has(extension)) return 'archive: unpack it, and drop the folder that comes out';
  if (LINKS.has(extension)) return 'link to another place: drop the folder that it leads to';
  if (extension === 'afi') return 'list of Aperio slides: the slides themselves are read';
  if (TABLES.has(extension)) return 'table: open the collection that it describes, then drop it there, as CSV';
  const image = IMAGES.get(extension);
  return image && `${image}: save it as PNG or TIFF`;
}

/** What systems and servers leave behind in folders, in lower case. */
const LITTER: ReadonlySet<string> = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r',
  'autorun.inf',
  '__macosx',
  '@eadir',
  '@tmp',
  '@recycle',
  '#recycle',
  '#snapshot',
  '$recycle.bin',
  'recycler',
  'system volume information',
  'lost+found',
  '~snapshot',
]);

/** Hidden files and folders, and those of systems and servers: thumbnails, recycle bins, snapshots. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || LITTER.has(name.toLowerCase());
}
