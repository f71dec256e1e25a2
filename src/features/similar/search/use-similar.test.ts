// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../base/errors.ts';
import { findSimilar } from '../../../engine/question/search-service.ts';
import { NO_FILTER, type QueryOptions, type SearchResult } from '../../../search/hits.ts';
import { type Question, type Searched, useSimilar } from './use-similar.ts';

vi.mock('../../../engine/question/search-service.ts', () => ({ findSimilar: vi.fn() }));

interface Search {
  readonly signal: AbortSignal;
  finish(found: Partial<SearchResult>): Promise<void>;
  fail(): Promise<void>;
}

let searches: Search[] = [];

beforeEach(() => {
  searches = [];
  vi.mocked(findSimilar).mockImplementation(
    (_question, _options, signal) =>
      new Promise((resolve, reject) => {
        searches.push({
          signal,
          finish: (found) => act(async () => resolve({ hits: [], nearest: [], references: 0, searched: 10, ...found })),
          fail: () => act(async () => reject(new AppError('patch-missing'))),
        });
      }),
  );
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const OPTIONS: QueryOptions = {
  n: 10,
  sameSource: true,
  insideRegion: false,
  onePerSource: false,
  foldNeighbours: false,
  learned: false,
  filter: NO_FILTER,
};

function questionOf(patchId: number): Question {
  const question = { positives: [{ patchId }], negatives: [], combination: 'mean' } as const;
  return { key: `patch ${patchId}`, question, options: OPTIONS };
}

const SEARCHED: Searched = { end: 10, edits: 0, isAllThere: true };

function renderSimilar(question: Question | undefined, searched: Partial<Searched> = {}) {
  const initialProps = { question, ...SEARCHED, ...searched };
  return renderHook(
    ({ question, ...searched }: typeof initialProps) => {
      return useSimilar(question, searched);
    },
    { initialProps },
  );
}

function search(at: number): Search {
  const found = searches[at];
  if (!found) throw new Error(`no search ${at}`);
  return found;
}

describe('useSimilar', () => {
  it('shows the result of the query before until the new one is there', async () => {
    const { result, rerender } = renderSimilar(questionOf(1));
    await search(0).finish({ references: 1 });
    expect(result.current).toMatchObject({ resultKey: 'patch 1', isSearching: false, result: { references: 1 } });
    rerender({ question: questionOf(2), ...SEARCHED });
    expect(result.current).toMatchObject({ resultKey: 'patch 1', isSearching: true, result: { references: 1 } });
    await search(1).finish({ references: 2 });
    expect(result.current).toMatchObject({ resultKey: 'patch 2', isSearching: false, result: { references: 2 } });
  });

  it('gives up a search that nobody waits for', async () => {
    const { result, rerender } = renderSimilar(questionOf(1));
    rerender({ question: questionOf(2), ...SEARCHED });
    expect(search(0).signal.aborted).toBe(true);
    await search(0).finish({});
    expect(result.current.isSearching).toBe(true);
    rerender({ question: undefined as never, ...SEARCHED });
    expect(search(1).signal.aborted).toBe(true);
    expect(searches).toHaveLength(2);
  });

  it('says that it is slow after 300 ms, and no sooner', async () => {
    vi.useFakeTimers();
    const { result } = renderSimilar(questionOf(1));
    await act(() => vi.advanceTimersByTimeAsync(290));
    expect(result.current.isSlow).toBe(false);
    await act(() => vi.advanceTimersByTimeAsync(20));
    expect(result.current.isSlow).toBe(true);
    await search(0).finish({});
    expect(result.current.isSlow).toBe(false);
  });

  it('searches again after an edit, and keeps the list as it is meanwhile', async () => {
    const question = questionOf(1);
    const { result, rerender } = renderSimilar(question);
    await search(0).finish({ references: 1 });
    rerender({ question, ...SEARCHED, edits: 1 });
    expect(result.current).toMatchObject({ isSearching: false, result: { references: 1 } });
    await search(1).finish({ references: 2 });
    expect(result.current.result?.references).toBe(2);
  });

  it('counts the patches that came after the result, and finds them when a person wants them', async () => {
    const question = questionOf(1);
    const { result, rerender } = renderSimilar(question);
    await search(0).finish({ searched: 10 });
    expect(result.current.newPatches).toBe(0);
    rerender({ question, ...SEARCHED, end: 13 });
    expect(result.current.newPatches).toBe(3);
    expect(searches).toHaveLength(1);
    act(() => result.current.searchAgain());
    await search(1).finish({ searched: 13 });
    expect(result.current.newPatches).toBe(0);
  });

  it('repeats once all barcodes are there what was searched before', async () => {
    const question = questionOf(1);
    const { result, rerender } = renderSimilar(question, { isAllThere: false });
    rerender({ question, ...SEARCHED, isAllThere: true });
    expect(searches).toHaveLength(1);
    await search(0).finish({ references: 1 });
    await search(1).finish({ references: 2 });
    expect(result.current.result?.references).toBe(2);
    rerender({ question, ...SEARCHED, isAllThere: false });
    rerender({ question, ...SEARCHED, isAllThere: true });
    expect(searches).toHaveLength(2);
  });

  it('repeats a failure that came before all barcodes were there, once', async () => {
    const question = questionOf(1);
    const { result, rerender } = renderSimilar(question, { isAllThere: false });
    await search(0).fail();
    expect(result.current).toMatchObject({ isSearching: false, error: { code: 'patch-missing' } });
    rerender({ question, ...SEARCHED, isAllThere: true });
    expect(result.current.error).toBeUndefined();
    await search(1).fail();
    expect(result.current.error).toMatchObject({ code: 'patch-missing' });
    expect(searches).toHaveLength(2);
  });
});
