/** File extensions (lower case, no dot) of the formats that `decodeImage` reads; what a file really is, its first bytes say. */
export const SUPPORTED_EXTENSIONS: ReadonlySet<string> = new Set([
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

/** True when the name ends in a supported extension, in any case. */
export function hasSupportedExtension(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && SUPPORTED_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}
