import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { BatchFigures } from './measure-batches.ts';
import type { ExportFigures } from './measure-export.ts';
import type { GalleryFigures } from './measure-gallery.ts';
import type { MachineFigures } from './measure-machine.ts';
import type { OpeningFigures } from './measure-opening.ts';

export interface Figures extends OpeningFigures, GalleryFigures, BatchFigures, ExportFigures {
  readonly patches: number;
  readonly delete_s: number;
}

/** What else the machine had to do. */
export interface Surroundings extends MachineFigures {
  readonly load_before: number;
  readonly load_after: number;
}

const PAGE = 'docs/performance.md';
const HEADING = '# Performance of large collections';

const ROWS: readonly [name: string, goal: string, of: (figures: Figures) => string | number | null | undefined][] = [
  ['main thread a stored batch, ms', '1.5 times the empty one', ({ batch_ms }) => batch_ms],
  ['first screen of thumbnails, ms', '500', ({ open_first_thumbnails_ms }) => open_first_thumbnails_ms],
  ['all there and searchable, s', '8', ({ open_all_s }) => open_all_s],
  ['the same bytes read and nothing done, s', '', ({ open_bare_read_s }) => open_bare_read_s],
  ['filter, ms', '100', ({ filter_ms }) => filter_ms],
  ['sort, ms', '100', ({ sort_ms }) => sort_ms],
  ['longest task while opening, ms', '', ({ open_longest_task_ms }) => open_longest_task_ms],
  ['longest task while scrolling, ms', '50', ({ scroll_longest_task_ms }) => scroll_longest_task_ms],
  ['longest task while indexing, ms', '50', ({ batch_longest_task_ms }) => batch_longest_task_ms],
  ['memory beside the barcodes, MB', '600', ({ renderer_mb }) => renderer_mb],
  ['memory that an export without a save picker takes, MB', '', ({ export_mb }) => export_mb],
  ['size of its file, MB', '', ({ export_file_mb }) => export_file_mb],
  ['deletion, s', '60', ({ delete_s }) => delete_s],
];

/** Puts the table at the end of docs/performance.md, in place of the one before. */
export async function writeTable(
  empty: BatchFigures,
  figures: readonly Figures[],
  around: Surroundings,
): Promise<void> {
  const [before = ''] = (await readFile(PAGE, 'utf8')).split(`\n${HEADING}`);
  await writeFile(PAGE, `${before.trimEnd()}\n\n${tableOf(empty, figures, around)}`);
}

function tableOf(empty: BatchFigures, figures: readonly Figures[], around: Surroundings): string {
  const sizes = figures.map(({ patches }) => `${patches.toLocaleString('en')} patches`);
  const rows = ROWS.map(([name, goal, of]) => [name, goal, ...figures.map((each) => of(each) ?? '-')]);
  return `${HEADING}

Made by \`npm run bench:library -- --write\`: ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores. Collections of barcodes of 1,280 bytes, half of their patches cut from slides of 2,500, with thumbnails of 2 kB, written into the library by the benchmark and opened in the built app. A task shorter than 50 ms counts as 0. Batches of one patch are added while a slide with its heat map and a query are open; in an empty collection one costs ${empty.batch_ms} ms. All but that is wall time, on a machine whose load was ${around.load_before} before and ${around.load_after} at the end: before all, the same work took ${around.stretch_median} times as long as at its best at the median, and ${around.stretch_worst} times at worst.

| | goal | ${sizes.join(' | ')} |
| --- | --- | ${sizes.map(() => '---').join(' | ')} |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
