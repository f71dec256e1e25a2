import { expect, it } from 'vitest';
import { splitPath } from './PatchName.tsx';

const file = `${'x'.repeat(40)}.png`;

it('shows all of a path that has room', () => {
  expect(splitPath(`a/b/${file}`, 60)).toEqual({ hidden: '', shown: `a/b/${file}` });
});

it('hides as few leading folders as it can', () => {
  const folders = ['project', 'case', 'slide'];
  expect(splitPath([...folders, file].join('/'), 60)).toEqual({ hidden: 'project/', shown: `case/slide/${file}` });
});

it('never hides a part of the name', () => {
  const long = `${'y'.repeat(80)}.png`;
  expect(splitPath(`a/${long}`, 60)).toEqual({ hidden: 'a/', shown: long });
  expect(splitPath(long, 60)).toEqual({ hidden: '', shown: long });
});
