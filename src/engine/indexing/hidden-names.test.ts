import { expect, it } from 'vitest';
import type { FoundFile } from '../intake/intake.ts';
import { hiddenNames } from './hidden-names.ts';

const file = (path: string, isDropOnly?: true): FoundFile => ({
  path,
  ...(isDropOnly && { isDropOnly }),
  open: () => Promise.reject(new Error('not read')),
});
const plain = file('a.png');
const odd = file('a:b.png', true);
const none = { files: [plain], slides: [], masks: [] };
const dropped = {
  files: [plain, odd],
  slides: [{ path: 's:.svs', files: [file('s:.svs', true)] as const }],
  masks: [odd],
};

it('are noted when the folder is dropped, and all are found then', () => {
  expect(hiddenNames(none, undefined)).toEqual({ noted: 0, unfindable: 0 });
  expect(hiddenNames(dropped, undefined)).toEqual({ noted: 3, unfindable: 0 });
  expect(hiddenNames(dropped, { total: 4, hidden: 9 })).toEqual({ noted: 3, unfindable: 0 });
});

it('are said, and stay noted, when the folder is reopened without them', () => {
  expect(hiddenNames(none, { total: 4, hidden: 3 })).toEqual({ noted: 3, unfindable: 3 });
  expect(hiddenNames(none, { total: 4 })).toEqual({ noted: 0, unfindable: 0 });
});
