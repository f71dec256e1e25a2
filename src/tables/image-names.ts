import type { NamingWay } from '../base/table.ts';

/** What a cell can name an image by, in normal form. */
export interface ImageName {
  readonly path: string;
  /** Of the slide that it was cut from, or its own. */
  readonly source: string;
}

/** The dash-separated parts that make one patient's barcode; sample, portion and slide follow. */
const TCGA_PATIENT_PARTS = 3;
const TCGA_BARCODE = /tcga-[0-9a-z]{2}-[0-9a-z]{4}(?:-[0-9a-z]{2,4})*/;

/** An extension of a file: letters and digits behind the last dot, with a letter among them. */
const EXTENSION = /\.(?=[0-9]*[a-z])[0-9a-z]{2,8}$/;

/** As names are compared: without case, with '/' between the parts, and nothing around. */
export function normalised(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')
    .replace(/\/+$/, '');
}

export function withoutExtension(name: string): string {
  return name.replace(EXTENSION, '');
}

/** @param source Path of the slide that the image was cut from, or its own. */
export function imageName(path: string, source: string): ImageName {
  const whole = normalised(path);
  return { path: whole, source: source === path ? whole : normalised(source) };
}

/** What cells may call an image, the most exact first. */
export function namesOf({ path, source }: ImageName, way: NamingWay): readonly string[] {
  switch (way) {
    case 'path':
      return unique([path, source, withoutExtension(source)]);
    case 'file-name':
      return unique([lastPart(path), lastPart(source), withoutExtension(lastPart(source))]);
    case 'tcga':
      return tcgaNames(source);
    case 'folder':
      return folderNames(source);
    case 'beginning':
      return beginnings(lastPart(source));
  }
}

function tcgaNames(source: string): string[] {
  const barcode = TCGA_BARCODE.exec(lastPart(source))?.[0] ?? TCGA_BARCODE.exec(source)?.[0];
  if (barcode === undefined) return [];
  const parts = barcode.split('-');
  const names: string[] = [];
  for (let count = parts.length; count >= TCGA_PATIENT_PARTS; count--) {
    names.push(parts.slice(0, count).join('-'));
    // A sample may stand there without the letter of its vial, a portion without that of its analyte.
    if (count > TCGA_PATIENT_PARTS && /^\d{2}[a-z]$/.test(parts[count - 1] ?? '')) {
      names.push(parts.slice(0, count).join('-').slice(0, -1));
    }
  }
  return names;
}

/** Every folder above, from the nearest: its path, and its name. */
function folderNames(source: string): string[] {
  const folders = source.split('/').slice(0, -1);
  return unique(
    folders.flatMap((_, at) => {
      const count = folders.length - at;
      return [folders.slice(0, count).join('/'), folders[count - 1] ?? ''];
    }),
  );
}

/** What stands before each separator: 'p01_he-2.png' gives 'p01_he-2', 'p01_he', 'p01'. */
function beginnings(name: string): string[] {
  const names = [withoutExtension(name)];
  for (const { index } of [...name.matchAll(/[-_. ]/g)].reverse()) if (index > 0) names.push(name.slice(0, index));
  return unique(names);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].filter(Boolean);
}
