import { Connection } from '../../src/base/rpc.ts';
import type { ImageNames, TableReader } from '../../src/tables/table-reader.ts';

export interface TableTimes {
  /** From the bytes of a file to the values of all patches. */
  readonly seconds: number;
  /** Of these: read and typed; the naming column found; matched; values given. */
  readonly steps: { readonly open: number; readonly find: number; readonly match: number; readonly values: number };
  readonly bytes: number;
}

/** A table of `rows` rows and 50 columns: names, 20 categories, 20 numbers, 5 dates, 3 identifiers, a sentence. Quoted, as exports are. */
function drawTable(rows: number): ArrayBuffer {
  const kinds = (at: number) =>
    at < 21 ? 'category' : at < 41 ? 'number' : at < 46 ? 'date' : at < 49 ? 'id' : 'text';
  const columns = Array.from({ length: 49 }, (_, at) => kinds(at + 1));
  const lines = [`"file",${columns.map((kind, at) => `"${kind} ${at}"`).join()}`];
  for (let row = 0; row < rows; row++) {
    const cells = columns.map((kind, at) => {
      const drawn = (row * 7919 + at * 104_729) % 1_000_003;
      if (kind === 'category') return `"group ${drawn % 12}"`;
      if (kind === 'number') return `${drawn / 100}`;
      if (kind === 'date') return `20${10 + (drawn % 10)}-0${1 + (drawn % 9)}-1${drawn % 9}`;
      return kind === 'id' ? `"A${row}-${at}"` : `"Seen in ${drawn} of ${row}; no more, no less."`;
    });
    lines.push(`"case ${row % 1000}/tile ${row}.png",${cells.join()}`);
  }
  return new TextEncoder().encode(lines.join('\r\n')).buffer;
}

/** What it takes to join a table to as many patches as it has rows, in a worker. */
export async function timeTable({ rows }: { rows: number }): Promise<TableTimes> {
  const bytes = drawTable(rows);
  const size = bytes.byteLength;
  const paths = Array.from({ length: rows }, (_, at) => `case ${at % 1000}/tile ${at}.png`);
  const names: ImageNames = { paths, sources: paths };
  const connection = new Connection<TableReader>(
    new Worker(new URL('../../src/tables/table-reader.worker.ts', import.meta.url), { type: 'module' }),
  );
  const { remote } = connection;
  const begin = performance.now();
  const { columns } = await remote.open({ bytes }, { transfer: [bytes] });
  const opened = performance.now();
  const naming = await remote.findNaming(names);
  if (!naming) throw new Error('no column names the patches');
  const found = performance.now();
  const { matchedImages } = await remote.match({ naming, names });
  if (matchedImages !== rows) throw new Error(`${matchedImages} of ${rows} patches match`);
  const matched = performance.now();
  const choice = { naming, columns: columns.map(({ header, type }) => ({ header, type, isShown: false })) };
  const values = await remote.valuesOf({ choice, names });
  const end = performance.now();
  if (values.length < 48) throw new Error(`${values.length} columns`);
  connection.destroy();
  const seconds = (from: number, to: number) => (to - from) / 1000;
  return {
    seconds: seconds(begin, end),
    steps: {
      open: seconds(begin, opened),
      find: seconds(opened, found),
      match: seconds(found, matched),
      values: seconds(matched, end),
    },
    bytes: size,
  };
}
