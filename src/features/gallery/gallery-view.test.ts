import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../columns/filter.ts';
import { parseView, writeView } from './gallery-view.ts';

describe('the view in the address', () => {
  it('is nothing where nothing is narrowed down', () => {
    expect(
      writeView({ filter: NO_FILTER, sortBy: 'added', shows: 'patches', groupBy: undefined, colourBy: undefined }),
    ).toBe('');
    expect(parseView('')).toEqual({
      filter: NO_FILTER,
      sortBy: 'added',
      shows: 'patches',
      groupBy: undefined,
      colourBy: undefined,
    });
  });

  it('comes back as it was written, whatever is in the names', () => {
    const view = {
      filter: {
        text: 'a&b =#?%',
        labels: ['', 'tumour, grade 2', '100 % Ätzung & more'],
        folder: 'x/y z',
        columns: [{ column: 'Größe & grade', values: ['', '2=b'] }],
      },
      sortBy: 'label',
      shows: 'cases',
      groupBy: 'Größe & grade',
      colourBy: ':set a=b',
    } as const;
    expect(parseView(writeView(view))).toEqual(view);
    expect(writeView(view)).not.toContain('#');
  });

  it('tells the dropped folder itself from any folder', () => {
    expect(parseView('folder=').filter.folder).toBe('');
    expect(parseView('sort=label').filter.folder).toBeUndefined();
  });

  it('forgets what cannot be, and keeps the rest', () => {
    expect(parseView(`name=${'x'.repeat(501)}&label=tumour&sort=&is:=x&view=map`)).toEqual({
      filter: { ...NO_FILTER, labels: ['tumour'] },
      sortBy: 'added',
      shows: 'patches',
      groupBy: undefined,
      colourBy: undefined,
    });
    expect(parseView('%E0%A4%A')).toEqual({
      filter: NO_FILTER,
      sortBy: 'added',
      shows: 'patches',
      groupBy: undefined,
      colourBy: undefined,
    });
  });
});
