/**
 * IEEE 754 half precision. Plain JavaScript, so that the asset step, which Node runs without a compiler, shares it;
 * Float16Array is not yet in every browser.
 */

const float64 = new Float64Array(1);
const words = new Uint32Array(float64.buffer);

/** Adding and subtracting it rounds a float64 of less than 2^51 to an integer, half to even. */
const ROUNDER = 1.5 * 2 ** 52;

/** Powers of two that bring a value of exponent -14 .. 15 to a significand of 1024 .. 2047 (Math.pow is slow). */
const SCALES = Float64Array.from({ length: 30 }, (_, index) => 2 ** (24 - index));

/**
 * The half nearest to `value`, ties to even, as its 16 bits; what is too large becomes an infinity.
 *
 * @param {number} value Any float64, rounded once (not by way of float32). NaN is not allowed.
 * @returns {number}
 */
export function encodeFloat16(value) {
  float64[0] = value;
  const high = words[1] ?? 0;
  const sign = (high >>> 16) & 0x8000;
  // Subnormal halves have the exponent of the smallest normal ones.
  const exponent = Math.max(((high >>> 20) & 0x7ff) - 1023, -14);
  if (exponent > 15) return sign | 0x7c00;
  const scale = /** @type {number} */ (SCALES[exponent + 14]);
  const significand = Math.abs(value) * scale + ROUNDER - ROUNDER;
  // The significand counts its implicit bit, 1024, which carries into the exponent field; so does rounding up to 2048.
  return sign | (significand + (exponent + 14) * 1024);
}

/** @returns {Float32Array} The value of every half. */
function makeTable() {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const sign = bits & 0x8000 ? -1 : 1;
    if (exponent === 31) table[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else table[bits] = sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  return table;
}

/** @type {Float32Array | undefined} */
let table;

/**
 * @param {Uint16Array} halves
 * @returns {Float32Array<ArrayBuffer>} The same numbers, exactly.
 */
export function decodeFloat16(halves) {
  table ??= makeTable();
  const values = new Float32Array(halves.length);
  for (let at = 0; at < halves.length; at++)
    values[at] = /** @type {number} */ (table[/** @type {number} */ (halves[at])]);
  return values;
}
