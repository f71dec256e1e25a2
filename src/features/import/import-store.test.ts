import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import { giveToWaiting } from '../../engine/slides/waiting-slides.ts';
import { dismissImport, importStore, receive } from './import-store.ts';

vi.mock('../../engine/slides/waiting-slides.ts', () => ({ giveToWaiting: vi.fn(async () => false) }));

const nothing = { files: [], slides: [], masks: [], notes: [] };
const skipped = { hidden: [], unsupported: [], unreadable: [], told: [] };
const colon: Intake = { name: 'colon', kind: 'folder', ...nothing, skipped };
const liver: Intake = { name: 'liver', kind: 'folder', ...nothing, skipped };

beforeEach(dismissImport);

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('receive', () => {
  it('calls the walk before it returns, while a drop still has its files', () => {
    let called = false;
    void receive(async () => {
      called = true;
      return colon;
    });
    expect(called).toBe(true);
    expect(importStore.getState()).toEqual({ step: 'walking', found: 0 });
  });

  it('asks about what was found', async () => {
    await receive(async () => colon);
    expect(importStore.getState()).toEqual({ step: 'review', intake: colon, known: new Map() });
  });

  it('asks nothing where a slide on the screen has waited for it', async () => {
    vi.mocked(giveToWaiting).mockResolvedValueOnce(true);
    await receive(async () => colon);
    expect(giveToWaiting).toHaveBeenLastCalledWith(colon);
    expect(importStore.getState()).toEqual({ step: 'idle' });
  });

  it('lets the later of two drops win, whichever ends first', async () => {
    const slow = deferred<Intake>();
    const walkingFirst = receive(() => slow.promise);
    await receive(async () => liver);
    slow.resolve(colon);
    await walkingFirst;
    expect(importStore.getState()).toEqual({ step: 'review', intake: liver, known: new Map() });
  });

  it('stays silent about a walk that was dismissed', async () => {
    const slow = deferred<Intake>();
    const walking = receive(() => slow.promise);
    dismissImport();
    slow.resolve(colon);
    await walking;
    expect(importStore.getState()).toEqual({ step: 'idle' });
  });

  it('says why a walk failed', async () => {
    await receive(() => Promise.reject(new AppError('folder-permission', 'denied')));
    expect(importStore.getState()).toEqual({ step: 'failed', error: { code: 'folder-permission', detail: 'denied' } });
  });
});
