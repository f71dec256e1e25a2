import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ALL_LAYERS } from '../../barcode/profile.ts';
import { type EvaluationForm, initialForm } from './choices.ts';
import { parseForm, rememberedForm, rememberForm } from './remembered-form.ts';

const INITIAL = initialForm({ sourceRule: { kind: 'file' }, profile: { layers: ALL_LAYERS } }, []);
const CHOSEN: EvaluationForm = { ...INITIAL, kind: 'leave-out', pattern: 'HE-\\d+', voters: '5', layers: [2, 5] };

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

describe('the protocol of a collection', () => {
  it('is what was last chosen for it, whatever was chosen for others', () => {
    rememberForm('a', CHOSEN);
    rememberForm('b', { ...CHOSEN, pattern: 'other' });
    expect(rememberedForm('a', INITIAL)).toEqual(CHOSEN);
    expect(rememberedForm('c', INITIAL)).toEqual(INITIAL);
  });

  it('of the fifty last evaluated collections is kept', () => {
    for (let at = 0; at < 52; at++) rememberForm(`${at}`, CHOSEN);
    expect(rememberedForm('1', INITIAL)).toEqual(INITIAL);
    expect(rememberedForm('2', INITIAL)).toEqual(CHOSEN);
  });

  it.each([undefined, null, 'folds', 7, [], { kind: 'other', k: 5, seed: 1, layers: ['2'], voters: '4' }])(
    'is the initial one where %j is stored',
    (stored) => expect(parseForm(stored, INITIAL)).toEqual(INITIAL),
  );

  it('has only layers that the collection still has', () => {
    expect(parseForm(CHOSEN, { ...INITIAL, layers: [1, 5] }).layers).toEqual([5]);
    expect(parseForm(CHOSEN, { ...INITIAL, layers: [1] }).layers).toEqual([1]);
  });

  it('may not be stored: nothing else fails', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => '{',
      setItem: () => {
        throw new Error('full');
      },
    });
    expect(() => rememberForm('a', CHOSEN)).not.toThrow();
    expect(rememberedForm('a', INITIAL)).toEqual(INITIAL);
  });
});
