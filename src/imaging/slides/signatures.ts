/** What tells slides that are neither TIFF nor DICOM. Their readers are loaded when one comes. */
import { extensionOf } from '../supported-extensions.ts';
import type { ByteRanges } from './byte-ranges.ts';

/** Whether a file stands for a MIRAX slide: it is a preview at most, and the slide lies in the folder of its name. */
export function isMirax(file: Blob): boolean {
  return file instanceof File && extensionOf(file.name) === 'mrxs';
}

/** Whether a file stands for an Olympus slide, which lies in a folder beside it. */
export function isVsi(file: Blob): boolean {
  return file instanceof File && extensionOf(file.name) === 'vsi';
}

/** Whether a file is one of Zeiss', by the name of its first segment. */
export async function isCzi(source: ByteRanges): Promise<boolean> {
  if (source.size < CZI_NAME.length) return false;
  return new TextDecoder().decode(await source.readSmall(0, CZI_NAME.length)) === CZI_NAME;
}

const CZI_NAME = 'ZISRAWFILE';
