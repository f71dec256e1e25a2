import * as v from 'valibot';
import { expect, it } from 'vitest';
import { dictionaryOf, dictionarySchema, entriesOf, lookUp } from './dictionary.ts';
import { parseJson } from './parse.ts';

const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

it.each(INHERITED)('knows %s only where it was put', (key) => {
  expect(lookUp({}, key)).toBeUndefined();
  const dictionary = dictionaryOf([[key, 'own']]);
  expect(lookUp(dictionary, key)).toBe('own');
  expect(entriesOf(dictionary)).toEqual([[key, 'own']]);
  expect(lookUp(structuredClone(dictionary), key)).toBe('own');
});

it('comes back from JSON with every key', () => {
  const dictionary = dictionaryOf(INHERITED.map((key) => [key, key.length]));
  const parsed = parseJson(dictionarySchema(v.string(), v.number()), JSON.stringify(dictionary));
  expect('value' in parsed && entriesOf(parsed.value)).toEqual(entriesOf(dictionary));
});

it.each(['[]', 'null', '"a"', '{"a":"1"}'])('is not %s', (text) => {
  expect(parseJson(dictionarySchema(v.string(), v.number()), text)).toHaveProperty('problem');
});
