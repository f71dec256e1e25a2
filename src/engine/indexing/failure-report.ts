import { ERROR_TEXTS } from '../../base/error-texts.ts';
import { readFailures } from '../../library/patches.ts';
import type { FailedFile } from './indexing-store.ts';

/** The files of a collection that could not be indexed, from this run and those before it. */
export async function listFailures(collectionId: string): Promise<FailedFile[]> {
  return (await readFailures(collectionId)).map(({ path, error }) => ({ path, error }));
}

/** A CSV table (RFC 4180) of files that could not be indexed: path, code, what happened, what to do, detail. */
export function failureReport(failures: readonly FailedFile[]): Blob {
  const rows = failures.map(({ path, error: { code, detail } }) => {
    const { sentence, action } = ERROR_TEXTS[code];
    return [path, code, sentence, action, detail];
  });
  const lines = [['path', 'code', 'what happened', 'what to do', 'detail'], ...rows].map((row) =>
    row.map(quote).join(','),
  );
  return new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' });
}

/** Quotes a cell, and disarms what a spreadsheet would take for a formula. */
function quote(cell: string): string {
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${harmless.replaceAll('"', '""')}"`;
}
