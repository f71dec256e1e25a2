import { expect, it } from 'vitest';
import type { TableFacts } from '../base/table.ts';
import { CategoryColumn } from './category-column.ts';
import { facetsOf } from './facets.ts';
import { MatchesView, NO_FILTER } from './filter.ts';
import { NumberColumn } from './number-column.ts';
import { joinedColumns, wordsOf } from './table-columns.ts';
import { filePatch, follow, tableOf } from './testing/table-of.ts';

function facts(id: string, ...headers: string[]): TableFacts {
  const columns = headers.map((header) => ({ header, type: 'category', isShown: true }) as const);
  return { id, name: `${id}.csv`, rows: 1, bytes: 1, attachedAt: 0, naming: { column: 0, way: 'path' }, columns };
}

it('columns have names of their own, whatever their headers', () => {
  const columns = joinedColumns([facts('one', 'path', 'grade'), facts('two', 'grade', 'grade (two.csv)', '__proto__')]);
  expect(columns.map(({ name, tableId, at }) => [name, tableId, at])).toEqual([
    ['path (one.csv)', 'one', 0],
    ['grade', 'one', 1],
    ['grade (two.csv)', 'two', 0],
    ['grade (two.csv) (two.csv)', 'two', 1],
    ['__proto__', 'two', 2],
  ]);
});

it('a patch is described in words', () => {
  const table = tableOf([filePatch(0, 'a.png')]);
  table.join('site', CategoryColumn.of([undefined, 'colon'], Uint32Array.of(1)));
  table.join('seen', NumberColumn.of(Float64Array.of(Date.UTC(2024, 1, 29))));
  table.join('age', NumberColumn.of(Float64Array.of(61.5)));
  const told = (name: string, type: 'category' | 'date' | 'number') =>
    wordsOf(table, { name, type, header: name, isShown: true, tableId: 't', at: 0 }, 0);
  expect([told('site', 'category'), told('seen', 'date'), told('age', 'number'), told('none', 'number')]).toEqual([
    'colon',
    '2024-02-29',
    '61.5',
    undefined,
  ]);
});

it('a filter takes any of the words of a joined column, and those without one where that is wanted', () => {
  const table = tableOf([0, 1, 2, 3].map((id) => filePatch(id, `${id}.png`)));
  const site = CategoryColumn.of([undefined, 'colon', 'rectum'], Uint32Array.of(1, 2, 0, 1));
  const { now } = follow(table);
  const matching = (...values: string[]) =>
    new MatchesView(table, { ...NO_FILTER, columns: [{ column: 'site', values }] });
  const early = matching('colon');
  expect([...early.at(now()).ids]).toEqual([0, 1, 2, 3]);
  table.join('site', site);
  expect([...early.at(now()).ids]).toEqual([0, 3]);
  expect([...matching('', 'rectum').at(now()).ids]).toEqual([1, 2]);
  expect(facetsOf(site, table.count)).toEqual([
    { value: '', count: 1 },
    { value: 'colon', count: 2 },
    { value: 'rectum', count: 1 },
  ]);
  site.set(1, 'colon');
  table.noteJoined(Uint32Array.of(1));
  expect([...early.at(now()).ids]).toEqual([0, 1, 3]);
  table.leave('site');
  expect([...early.at(now()).ids]).toEqual([0, 1, 2, 3]);
});
