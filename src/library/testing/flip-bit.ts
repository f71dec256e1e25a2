/** Damage for tests: one bit of a stored record is another one, as a failing disk might have it. */

/** Numbers from 0 up to, not including, `end`. */
type Below = (end: number) => number;

/**
 * A copy of a record with one bit of one field turned.
 * @param key Fields that stay.
 * @param random Numbers from 0 up to, not including, 1.
 */
export function flipBit<Kind extends object>(record: Kind, key: readonly string[], random: () => number): Kind {
  return flipField(record, key, (end) => Math.floor(random() * end));
}

function flipField<Kind extends object>(record: Kind, key: readonly string[], below: Below): Kind {
  const fields = Object.keys(record).filter((field) => !key.includes(field) && hasBits(Reflect.get(record, field)));
  const field = fields[below(fields.length)] ?? '';
  const copy = Array.isArray(record) ? [...record] : { ...record };
  return Object.assign(copy, { [field]: flipValue(Reflect.get(record, field), below) }) as Kind;
}

function hasBits(value: unknown): boolean {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength > 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasBits);
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function flipValue(value: unknown, below: Below): unknown {
  if (typeof value === 'number') {
    // Not the sign, which makes no difference to a zero.
    return new Float64Array(flipIn(Float64Array.of(value).buffer, below(63)))[0];
  }
  if (typeof value === 'string') {
    const at = below(value.length);
    return value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ (1 << below(8))) + value.slice(at + 1);
  }
  if (value instanceof ArrayBuffer) return flipIn(value.slice(), below(value.byteLength * 8));
  if (value instanceof Uint16Array || value instanceof Uint32Array) {
    const copy = value.slice();
    flipIn(copy.buffer, below(copy.byteLength * 8));
    return copy;
  }
  return flipField(value as object, [], below);
}

function flipIn(buffer: ArrayBuffer, bit: number): ArrayBuffer {
  const bytes = new Uint8Array(buffer);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return buffer;
}
