const FIRST_ROOM = 1024;

/** Room for at least `length` values: twice as much as before, so that a table that grows is seldom copied. */
export function withRoom<Values extends Uint32Array | Float64Array>(
  values: Values,
  length: number,
  allocate: (length: number) => Values,
): Values {
  if (length <= values.length) return values;
  const grown = allocate(Math.max(FIRST_ROOM, length, values.length * 2));
  grown.set(values);
  return grown;
}
