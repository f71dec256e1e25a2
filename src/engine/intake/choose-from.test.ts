import { expect, it } from 'vitest';
import { chooseFrom } from './choose-from.ts';
import type { FoundFile, FoundSlide, Intake } from './intake.ts';

const file = (path: string): FoundFile => ({ path, open: () => Promise.reject(new Error('not to be opened')) });
const slide = (path: string, more: Partial<FoundSlide> = {}): FoundSlide => ({ path, files: [file(path)], ...more });
const found: Intake = {
  name: 'folder',
  kind: 'folder',
  files: [file('a.png')],
  slides: [slide('b.svs'), slide('large.jpg', { isLargeImage: true })],
  masks: [file('a_mask.png')],
  notes: [],
  skipped: { hidden: [], unsupported: [], unreadable: [], told: [] },
};
const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path);

it('masks are left out and large images are cut, unless a person says otherwise', () => {
  expect(chooseFrom(found)).toBe(found);
  const masks = chooseFrom(found, { masks: 'index', largeImages: 'cut' });
  expect(paths(masks.files)).toEqual(['a.png', 'a_mask.png']);
  expect(masks).toMatchObject({ slides: found.slides, masks: [], choice: { masks: 'index' } });
  const whole = chooseFrom(found, { masks: 'leave-out', largeImages: 'whole' });
  expect(paths(whole.files)).toEqual(['a.png', 'large.jpg']);
  expect(paths(whole.slides)).toEqual(['b.svs']);
  expect(whole.masks).toBe(found.masks);
});

it('slides know which of their channels is wanted, where it is not the first', () => {
  const choice = { masks: 'leave-out', largeImages: 'cut' } as const;
  const first = chooseFrom(found, { ...choice, channels: 0 });
  expect(first.slides).toEqual(found.slides);
  // It is remembered, since the collection may have another one.
  expect(first.choice).toEqual({ ...choice, channels: 0 });
  const all = chooseFrom(found, { ...choice, channels: 'composite' });
  expect(all.slides.map(({ channels }) => channels)).toEqual(['composite', 'composite']);
  expect(all.choice).toEqual({ ...choice, channels: 'composite' });
});
