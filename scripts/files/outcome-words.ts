import type { TriedFile } from './try-files.ts';

/** How a file ended, in the words of the tables of outcomes beside this file. */
export function outcomeInWords(file: TriedFile): string {
  return file.note ? `${inWords(file)}; ${file.note}` : inWords(file);
}

function inWords({ outcome, pixels, error, reason }: TriedFile): string {
  if (error) return `${outcome}: ${error.code}`;
  if (!pixels) return reason ? `${outcome}: ${reason}` : outcome;
  const size = `${pixels.width} x ${pixels.height}`;
  if (!pixels.info) return `${outcome}: ${size}`;
  const { format, levels, micronsPerPixel } = pixels.info;
  const resolution =
    micronsPerPixel === undefined ? 'no resolution' : `${Number(micronsPerPixel.toPrecision(4))} µm/px`;
  return `${outcome}: ${format} ${size}, ${levels.length} levels, ${resolution}, ${pixels.patches} patches`;
}
