// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import { type Examples, noExamples } from '../query/examples.ts';
import type { QueryView } from '../query/query-view.ts';
import { changeOptions, similarStore } from '../similar-store.ts';
import { useQuestion } from './use-question.ts';

const FILES = { id: 'c', sourceRule: { kind: 'file' } } as CollectionRecord;
const SLIDES = { ...FILES, cutRule: {} } as CollectionRecord;
const PATCH: QueryView = { kind: 'patch', patch: { id: 7 } as Patch };
const BARCODE = Uint8Array.of(1);
const AREA = { x: 0, y: 0, width: 9, height: 9 };

function regionIn(status: 'encoding' | 'ready'): QueryView {
  const ready = { status: 'ready', barcode: BARCODE, variety: 1, previewUrl: undefined, width: 9, height: 9 } as const;
  const progress = status === 'ready' ? ready : { status };
  return { kind: 'region', region: { slidePath: 'a.svs', area: AREA, slide: undefined, progress, tryAgain() {} } };
}

beforeEach(() => similarStore.setState(similarStore.getInitialState(), true));
afterEach(cleanup);

function renderQuestion(query: QueryView, collection = FILES, examples: Examples = noExamples('a')) {
  return renderHook((props) => useQuestion(props.collection, 'a', props.query, props.examples), {
    initialProps: { query, collection, examples },
  });
}

describe('useQuestion', () => {
  it('is the same question as long as nothing of it changes', () => {
    const { result, rerender } = renderQuestion(regionIn('ready'), SLIDES);
    const first = result.current;
    rerender({ query: regionIn('ready'), collection: { ...SLIDES }, examples: noExamples('a') });
    expect(result.current).toBe(first);
    act(() => changeOptions('c', { n: 50 }));
    expect(result.current?.options.n).toBe(50);
    expect(result.current?.key).not.toBe(first?.key);
  });

  it('asks with a patch, and with what has been encoded', () => {
    expect(renderQuestion(PATCH).result.current?.question.positives).toEqual([{ patchId: 7 }]);
    expect(renderQuestion(regionIn('encoding')).result.current).toBeUndefined();
    expect(renderQuestion(regionIn('ready')).result.current?.question.positives).toEqual([
      { barcode: BARCODE, region: { slide: 'a.svs', area: AREA } },
    ]);
  });

  it('adds the examples behind the query', () => {
    const examples: Examples = { address: 'a', positives: [1], negatives: [2], combination: 'nearest' };
    expect(renderQuestion(PATCH, FILES, examples).result.current?.question).toEqual({
      positives: [{ patchId: 7 }, { patchId: 1 }],
      negatives: [{ patchId: 2 }],
      combination: 'nearest',
    });
  });

  it('does without choices that mean nothing for the collection', () => {
    act(() => changeOptions('c', { sameSource: false, onePerSource: true, foldNeighbours: true }));
    expect(renderQuestion(PATCH, SLIDES).result.current?.options).toMatchObject({
      sameSource: false,
      onePerSource: true,
      foldNeighbours: true,
    });
    expect(renderQuestion(PATCH, FILES).result.current?.options).toMatchObject({
      sameSource: true,
      onePerSource: false,
      foldNeighbours: false,
    });
    const byFolder: CollectionRecord = { ...FILES, sourceRule: { kind: 'folder' } };
    expect(renderQuestion(PATCH, byFolder).result.current?.options).toMatchObject({
      sameSource: false,
      onePerSource: true,
      foldNeighbours: false,
    });
  });
});
