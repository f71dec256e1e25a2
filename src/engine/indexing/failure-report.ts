import { csvTable } from '../../base/csv.ts';
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
  return csvTable([['path', 'code', 'what happened', 'what to do', 'detail'], ...rows]);
}
