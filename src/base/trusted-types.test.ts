import { expect, it } from 'vitest';
import { ownScript, textWithoutTags } from './trusted-types.ts';

const BASE = 'http://localhost/app/';

it('passes scripts of the same origin as they are', () => {
  expect(ownScript('./code/worker.js', BASE)).toBe('./code/worker.js');
  expect(ownScript('http://localhost/app/code/worker.js', BASE)).toBe('http://localhost/app/code/worker.js');
});

it.each(['http://elsewhere/worker.js', '//elsewhere/worker.js', 'data:text/javascript,0', 'blob:http://localhost/0'])(
  'refuses %s',
  (url) => expect(() => ownScript(url, BASE)).toThrow(TypeError),
);

it('passes plain text and refuses elements', () => {
  expect(textWithoutTags('a > b & c')).toBe('a > b & c');
  expect(() => textWithoutTags('<img src=x onerror=0>')).toThrow(TypeError);
});
