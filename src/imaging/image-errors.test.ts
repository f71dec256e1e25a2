import { expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { toImageError } from './image-errors.ts';

it.each([
  [new RangeError('Array buffer allocation failed'), 'image-out-of-memory'],
  [new RangeError('Invalid typed array length: 9007199254740991'), 'image-out-of-memory'],
  [new RangeError('Out of memory'), 'image-out-of-memory'],
  [new RangeError('WebAssembly.Memory(): could not allocate memory'), 'image-out-of-memory'],
  [new WebAssembly.RuntimeError('Aborted(OOM). Build with -sASSERTIONS for more info.'), 'image-out-of-memory'],
  [new WebAssembly.RuntimeError('memory access out of bounds'), 'image-broken'],
  [new RangeError('Offset is outside the bounds of the DataView'), 'image-broken'],
  [new AppError('format-variant'), 'format-variant'],
  ['a codec that throws a string', 'image-broken'],
])('%s is %s', (thrown, code) => {
  expect(toImageError(thrown).code).toBe(code);
});

it('keeps what was thrown as the cause, and its message as the detail', () => {
  const thrown = new Error('invalid block type');
  expect(toImageError(thrown)).toMatchObject({ detail: 'invalid block type', cause: thrown });
});

it('an object that a codec throws gives its own words, never those of the language', () => {
  expect(toImageError({ message: 'bad marker' }).detail).toBe('bad marker');
  expect(toImageError({ excPtr: 7 }).detail).toBe('the codec gave up');
});
