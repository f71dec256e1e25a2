import * as v from 'valibot';

declare const values: unique symbol;

/**
 * A plain object whose keys come from outside, as JSON and stored records hold them: names of folders, of files, of devices.
 * TypeScript lets nobody index it, since `renamed['constructor']` would find what every object inherits; the functions
 * below see own keys only. In memory, use a Map.
 */
export interface Dictionary<Value> {
  readonly [values]?: Value;
}

/** The value under `key`, if there is one. */
export function lookUp<Value>(dictionary: Dictionary<Value>, key: string): Value | undefined {
  return Object.hasOwn(dictionary, key) ? (Reflect.get(dictionary, key) as Value) : undefined;
}

export function entriesOf<Value>(dictionary: Dictionary<Value>): [key: string, value: Value][] {
  return Object.entries<Value>(dictionary as object as ArrayLike<Value>);
}

/** Every key becomes an own one, `__proto__` too. */
export function dictionaryOf<Value>(entries: Iterable<readonly [key: string, value: Value]>): Dictionary<Value> {
  // biome-ignore lint/plugin: nobody can index what this returns.
  return Object.fromEntries(entries) as Dictionary<Value>;
}

/** Of an object with any number of own keys. */
export function dictionarySchema<Value>(
  keySchema: v.GenericSchema<unknown, string>,
  valueSchema: v.GenericSchema<unknown, Value>,
): v.GenericSchema<unknown, Dictionary<Value>> {
  const isObject = (input: unknown) => typeof input === 'object' && input !== null && !Array.isArray(input);
  return v.pipe(
    v.custom<object>(isObject, 'Expected an object'),
    v.transform((object): unknown => Object.entries(object)),
    v.array(v.tuple([keySchema, valueSchema])),
    v.transform((entries) => dictionaryOf(entries as [string, Value][])),
  );
}
