import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TableChoice } from '../../base/table.ts';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import { joinedColumns, wordsOf } from '../../columns/table-columns.ts';
import { getCollection } from '../../library/collections.ts';
import { commitBatch } from '../../library/commit-batch.ts';
import { openDatabase } from '../../library/open-database.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { addCollection, indexedFile } from '../../library/test-records.ts';
import { setSourceRule } from '../collection/collections.ts';
import { connectLoader } from '../collection/connect-loader.ts';
import {
  casesNamed,
  closeCollection,
  openCollection,
  readTableRow,
  showDeleted,
  showRelabelled,
  showStored,
} from '../collection/open-collection.ts';
import { currentCollection } from '../collection/open-collection-store.ts';
import { loadHere } from '../collection/testing/load-here.ts';
import { tellCasesToSearch } from '../question/search-service.ts';
import { detachTable, isTableName, openTable } from './attaching.ts';
import { connectTableReader } from './connect-table-reader.ts';
import { tableErrorsStore } from './joined-tables.ts';
import { readHere } from './testing/read-here.ts';

// Its worker has tests of its own.
vi.mock('../question/search-service.ts');
// Threads of their own need a browser.
vi.mock('../collection/connect-loader.ts');
vi.mock('./connect-table-reader.ts');

const CASES = new File(
  ['case,site,age,report\nc1,colon,61,"A polyp.\n\nRemoved."\nc2,rectum,70,\nc9,anus,33,\n'],
  'cases.csv',
);

const goOn = new AbortController().signal;

let collectionId: string;
let stored: PatchRecord[];

beforeEach(async () => {
  vi.clearAllMocks();
  vi.mocked(connectLoader).mockImplementation(() => loadHere());
  vi.mocked(connectTableReader).mockImplementation(() => readHere());
  ({ id: collectionId } = await addCollection());
  stored = await commitBatch(
    collectionId,
    ['c1/1.png', 'c1/2.png', 'c2/1.png'].map((path) => indexedFile(path)),
    [],
  );
  await openCollection(collectionId);
});

afterEach(() => closeCollection(collectionId));

/** What the columns of all tables say of every patch. */
function told(): Map<string, (string | undefined)[]> {
  const open = currentCollection(collectionId);
  if (!open) throw new Error('not open');
  const { table, end } = open.patches;
  const ids = Array.from({ length: end }, (_, id) => id);
  return new Map(
    joinedColumns(open.collection.tables)
      .filter(({ type }) => type !== 'text')
      .map((column) => [column.name, ids.map((id) => wordsOf(table, column, id))]),
  );
}

async function attach(file = CASES, change: (choice: TableChoice) => TableChoice = (choice) => choice) {
  const [former] = file === CASES ? [] : (currentCollection(collectionId)?.collection.tables ?? []);
  const table = await openTable({ collectionId, file, ...(former && { former }) }, goOn);
  await table.attach(change(table.suggestion));
  table.close();
  return table;
}

describe('a table', () => {
  it('is looked at before it is attached', async () => {
    const table = await openTable({ collectionId, file: CASES }, goOn);
    expect(table.suggestion.naming).toEqual({ column: 0, way: 'folder' });
    expect(table.suggestion.columns.map(({ header, type, isShown }) => [header, type, isShown])).toEqual([
      ['case', 'identifier', false],
      ['site', 'category', true],
      ['age', 'number', true],
      ['report', 'text', false],
    ]);
    const matched = await table.match(table.suggestion.naming);
    expect(matched).toMatchObject({ matchedRows: 2, matchedImages: 3, unmatchedRows: { count: 1 } });
    expect((await getCollection(collectionId)).tables).toBeUndefined();
    table.close();
  });

  it('says something of the patches that there are, and of those that come', async () => {
    await attach();
    await vi.waitFor(() => expect(told().get('site')).toEqual(['colon', 'colon', 'rectum']));
    expect(told().get('age')).toEqual(['61', '61', '70']);
    const later = await commitBatch(collectionId, [indexedFile('c9/1.png'), indexedFile('c8/1.png')], []);
    showStored(collectionId, later, [new Uint8Array(8), new Uint8Array(8)]);
    await vi.waitFor(() => expect(told().get('site')).toEqual(['colon', 'colon', 'rectum', 'anus', undefined]));
    showDeleted(collectionId, [0]);
    expect(told().get('site')).toEqual([undefined, 'colon', 'rectum', 'anus', undefined]);
    showRelabelled(
      collectionId,
      stored.slice(2).map((patch) => ({ ...patch, label: 'other' })),
    );
    expect(told().get('site')?.[2]).toBe('rectum');
  });

  it('has a report for whom it has one', async () => {
    await attach();
    const [table] = currentCollection(collectionId)?.collection.tables ?? [];
    expect((await readTableRow(table?.id ?? '', 1))?.[3]).toBe('A polyp.\n\nRemoved.');
    expect(await readTableRow('another', 1)).toBeUndefined();
  });

  it('is there again when the collection is opened again, as it was settled', async () => {
    await attach(CASES, ({ naming, columns }) => ({
      naming,
      columns: columns.map((column) => (column.header === 'age' ? { ...column, type: 'category' } : column)),
    }));
    closeCollection(collectionId);
    await openCollection(collectionId);
    await vi.waitFor(() => expect(told().get('age')).toEqual(['61', '61', '70']));
    expect(currentCollection(collectionId)?.patches.table.column('age')?.kind).toBe('category');
  });

  it('gives way to a newer one, which keeps what was settled of the same columns', async () => {
    await attach(CASES, ({ naming, columns }) => ({
      naming,
      columns: columns.map((column) => ({ ...column, isShown: column.header === 'age' })),
    }));
    await vi.waitFor(() => expect(told().get('age')?.[0]).toBe('61'));
    await attach(new File(['grade,case,age\n1,c1,62\n2,c2,71\n'], 'newer.csv'));
    await vi.waitFor(() => expect(told().get('age')).toEqual(['62', '62', '71']));
    const { tables } = await getCollection(collectionId);
    expect(tables).toMatchObject([{ name: 'newer.csv', naming: { column: 1, way: 'folder' } }]);
    expect(tables?.[0]?.columns.filter(({ isShown }) => isShown).map(({ header }) => header)).toEqual(['age']);
    expect(currentCollection(collectionId)?.patches.table.column('site')).toBeUndefined();
    expect(await (await openDatabase()).count('tables', IDBKeyRange.bound([collectionId], [collectionId, []]))).toBe(1);
  });

  it('is detached with all that it said', async () => {
    await attach();
    await vi.waitFor(() => expect(told().get('site')?.[0]).toBe('colon'));
    const [table] = currentCollection(collectionId)?.collection.tables ?? [];
    await detachTable(collectionId, table?.id ?? '');
    expect(told().size).toBe(0);
    expect(currentCollection(collectionId)?.patches.table.column('site')).toBeUndefined();
  });

  it('that was damaged is told, and the patches are there all the same', async () => {
    await attach();
    const [table] = currentCollection(collectionId)?.collection.tables ?? [];
    closeCollection(collectionId);
    await (await openDatabase()).delete('tables', [collectionId, table?.id ?? '']);
    await openCollection(collectionId);
    await vi.waitFor(() => expect(tableErrorsStore.getState().errors.get(table?.id ?? '')?.code).toBe('table-damaged'));
    expect(currentCollection(collectionId)?.patches.count).toBe(3);
  });

  it.each([
    ['names nobody', 'file,grade\nx.png,low\n', 'table-matches-nothing'],
    ['is empty', '', 'file-empty'],
    ['is no text', '\0\0\x01\x02,', 'table-binary'],
  ])('that %s is refused', async (_, text, code) => {
    await expect(openTable({ collectionId, file: new File([text], 't.csv') }, goOn)).rejects.toMatchObject({ code });
  });

  it.each([
    ['cases.CSV', true],
    ['a.tsv', true],
    ['a.csv.png', false],
    ['csv', false],
  ])('is told by its name: %s', (name, is) => expect(isTableName(name)).toBe(is));
});

describe('the cases of a collection', () => {
  const cases = () => {
    const { table, end } = currentCollection(collectionId)?.patches ?? {};
    const column = table?.column(CASE_COLUMN);
    return Array.from({ length: end ?? 0 }, (_, id) => (column?.kind === 'category' ? column.wordAt(id) : undefined));
  };

  it('are none where each image is nothing but itself', async () => {
    await casesNamed();
    expect(cases()).toEqual([undefined, undefined, undefined]);
  });

  it('follow the rule, the table that it asks, and patches that come', async () => {
    await setSourceRule(collectionId, { kind: 'folder' });
    await casesNamed();
    expect(cases()).toEqual(['c1/', 'c1/', 'c2/']);
    await attach();
    await setSourceRule(collectionId, { kind: 'column', column: 'site' });
    await casesNamed();
    expect(cases()).toEqual(['colon', 'colon', 'rectum']);
    expect(vi.mocked(tellCasesToSearch)).toHaveBeenLastCalledWith(collectionId, {
      ids: Uint32Array.of(0, 1, 2),
      codes: Uint32Array.of(0, 0, 1),
      words: ['colon', 'rectum'],
    });
    const files = ['c2/2.png', 'c5/1.png'].map((path) => indexedFile(path));
    showStored(collectionId, await commitBatch(collectionId, files, []), []);
    await casesNamed();
    expect(cases()).toEqual(['colon', 'colon', 'rectum', 'rectum', 'c5/1.png']);
    const [table] = (await getCollection(collectionId)).tables ?? [];
    await detachTable(collectionId, table?.id ?? '');
    await casesNamed();
    expect(cases()).toEqual(['c1/1.png', 'c1/2.png', 'c2/1.png', 'c2/2.png', 'c5/1.png']);
    await setSourceRule(collectionId, { kind: 'file' });
    await casesNamed();
    expect(currentCollection(collectionId)?.patches.table.column(CASE_COLUMN)).toBeUndefined();
  });
});
