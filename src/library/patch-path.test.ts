import { expect, it } from 'vitest';
import { patchPath, slidePathOf } from './patch-path.ts';

const area = { x: 512, y: 1024, width: 256, height: 256 };

it('names a patch by its slide and its place, and finds the slide again', () => {
  const path = patchPath('case 7/#2.svs', area);
  expect(path).toBe('case 7/#2.svs#512,1024');
  expect(slidePathOf({ path, area })).toBe('case 7/#2.svs');
});

it('knows that a file is no slide, whatever its name', () => {
  expect(slidePathOf({ path: 'tiles/a#1,2.png' })).toBeUndefined();
});
