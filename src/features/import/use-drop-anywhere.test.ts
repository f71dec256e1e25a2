// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { importStore } from './import-store.ts';
import { useDropAnywhere } from './use-drop-anywhere.ts';

beforeEach(() => {
  renderHook(() => useDropAnywhere());
});

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  importStore.setState({ step: 'idle' }, true);
});

/** Something that is dragged over an element and let go there; as data by type. */
function drop(data: Readonly<Record<string, string>>, on: Element = document.body): { over: Event; dropped: Event } {
  const dataTransfer = {
    types: Object.keys(data),
    items: Object.keys(data).map((type) => ({ kind: 'string', type })),
    files: [],
    getData: (type: string) => data[type] ?? '',
  };
  const [over, dropped] = ['dragover', 'drop'].map((type) => {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer });
    on.dispatchEvent(event);
    return event;
  });
  return { over: over as Event, dropped: dropped as Event };
}

it.each(['file:///home/me/colon', 'https://example.org/tile.png'])(
  'the address %s takes the place of the page nowhere, and it is said that it is no file',
  async (address) => {
    const { over, dropped } = drop({ 'text/uri-list': address });
    expect([over.defaultPrevented, dropped.defaultPrevented]).toEqual([true, true]);
    await vi.waitFor(() => expect(importStore.getState().step).toBe('review'));
    const { intake } = importStore.getState() as Extract<ReturnType<typeof importStore.getState>, { step: 'review' }>;
    expect(intake.skipped.told).toEqual([{ path: address, what: expect.stringContaining('dropped as an address') }]);
  },
);

it('words that are dragged into a field are the field’s', () => {
  const field = document.body.appendChild(document.createElement('input'));
  const { over, dropped } = drop({ 'text/plain': 'some words' }, field);
  expect([over.defaultPrevented, dropped.defaultPrevented]).toEqual([false, false]);
  expect(importStore.getState().step).toBe('idle');
});
