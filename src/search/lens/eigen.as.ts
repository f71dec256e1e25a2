/**
 * The largest eigenvalues of a symmetric matrix and their vectors, in float64 SIMD: Householder's tridiagonal form, bisection,
 * inverse iteration and the way back (Golub and Van Loan, Matrix Computations, 8.3 and 8.4). Compiled from AssemblyScript by
 * scripts/vite-assemblyscript.mjs; memory is laid out and owned by the caller. Addresses are in bytes, numbers are f64.
 *
 * Rows and vectors of `n` numbers have `rowBytes` bytes, a multiple of 16, with room for one number more, which is 0: a
 * stretch that begins anywhere is read two numbers at a time up to there.
 */

/** log2 of the bytes of a number. */
const F64: u32 = 3;

/**
 * Steps `first` to `end - 1` of `n`: all of them in turn make the matrix at `matrix`, of which the upper half is read,
 * tridiagonal. `diagonal` and `beside` take the numbers of that form; row k of the matrix becomes the reflector of step k,
 * from column k + 1 on, with its factor at `factors`. At `pending` and `product` lie two vectors of zeros before the first step.
 */
export function tridiagonalise(
  matrix: usize,
  n: u32,
  rowBytes: usize,
  diagonal: usize,
  beside: usize,
  factors: usize,
  pending: usize,
  product: usize,
  first: u32,
  end: u32,
): void {
  for (let k = first; k < end; k++) {
    const row = matrix + <usize>k * rowBytes;
    // Of the step before; in the first one, where what is pending is 0, any finite numbers do.
    const before = k > 0 ? row - rowBytes : row;
    if (k > 0) subtractPending(row, before, pending, k, n);
    store<f64>(diagonal + (<usize>k << F64), at(row, k));
    if (k + 1 === n) return;
    const factor = reflect(row, k + 1, n, beside + (<usize>k << F64));
    store<f64>(factors + (<usize>k << F64), factor);
    clear(product, k + 1, n);
    let i = k + 1;
    for (; i + 1 < n; i += 2) updateTwoRows(matrix + <usize>i * rowBytes, rowBytes, i, n, before, pending, row, product);
    if (i < n) updateLastRow(matrix + <usize>i * rowBytes, i, before, pending, row, product);
    const half = -0.5 * factor * factor * dot(product, row, k + 1, n);
    combine(pending, product, factor, row, half, k + 1, n);
  }
}

/** Row k less what the reflector before it has changed in it. */
function subtractPending(row: usize, before: usize, pending: usize, k: u32, n: u32): void {
  const v = f64x2.splat(at(before, k));
  const w = f64x2.splat(at(pending, k));
  const end = place(row, n);
  let b = place(before, k);
  let p = place(pending, k);
  for (let r = place(row, k); r < end; r += 16, b += 16, p += 16) {
    const change = f64x2.add(f64x2.mul(v, v128.load(p)), f64x2.mul(w, v128.load(b)));
    v128.store(r, f64x2.sub(v128.load(r), change));
  }
}

/** Makes the row from `start` on the reflector that leaves it nothing but its first number. @returns Its factor. */
function reflect(row: usize, start: u32, n: u32, first: usize): f64 {
  const alpha = at(row, start);
  store<f64>(place(row, start), 0);
  const rest = dot(row, row, start, n);
  store<f64>(place(row, start), 1);
  if (rest === 0) {
    store<f64>(first, alpha);
    return 0;
  }
  const beta = alpha > 0 ? -Math.sqrt(alpha * alpha + rest) : Math.sqrt(alpha * alpha + rest);
  store<f64>(first, beta);
  const scale = f64x2.splat(1 / (alpha - beta));
  const end = place(row, n);
  for (let r = place(row, start); r < end; r += 16) v128.store(r, f64x2.mul(v128.load(r), scale));
  store<f64>(place(row, start), 1);
  return (beta - alpha) / beta;
}

/**
 * Brings rows i and i + 1 up to date, from their diagonal on, and adds to `product` what they and their mirrored columns
 * contribute to the matrix times `u`. One pass over the matrix does both.
 */
function updateTwoRows(row: usize, rowBytes: usize, i: u32, n: u32, v: usize, w: usize, u: usize, product: usize): void {
  const next = row + rowBytes;
  const v0 = at(v, i), v1 = at(v, i + 1), w0 = at(w, i), w1 = at(w, i + 1), u0 = at(u, i), u1 = at(u, i + 1);
  const a00 = at(row, i) - 2 * v0 * w0;
  const a01 = at(row, i + 1) - v0 * w1 - w0 * v1;
  const a11 = at(next, i + 1) - 2 * v1 * w1;
  store<f64>(place(row, i), a00);
  store<f64>(place(row, i + 1), a01);
  store<f64>(place(next, i + 1), a11);
  const vv0 = f64x2.splat(v0), vv1 = f64x2.splat(v1), ww0 = f64x2.splat(w0), ww1 = f64x2.splat(w1);
  const uu0 = f64x2.splat(u0), uu1 = f64x2.splat(u1);
  let sum0 = f64x2.splat(0), sum1 = f64x2.splat(0);
  const end = <usize>n << F64;
  for (let j = <usize>(i + 2) << F64; j < end; j += 16) {
    const vj = v128.load(v + j), wj = v128.load(w + j), uj = v128.load(u + j);
    const a0 = f64x2.sub(v128.load(row + j), f64x2.add(f64x2.mul(vv0, wj), f64x2.mul(ww0, vj)));
    const a1 = f64x2.sub(v128.load(next + j), f64x2.add(f64x2.mul(vv1, wj), f64x2.mul(ww1, vj)));
    v128.store(row + j, a0);
    v128.store(next + j, a1);
    sum0 = f64x2.add(sum0, f64x2.mul(a0, uj));
    sum1 = f64x2.add(sum1, f64x2.mul(a1, uj));
    const mirrored = f64x2.add(f64x2.mul(a0, uu0), f64x2.mul(a1, uu1));
    v128.store(product + j, f64x2.add(v128.load(product + j), mirrored));
  }
  store<f64>(place(product, i), at(product, i) + a00 * u0 + a01 * u1 + total(sum0));
  store<f64>(place(product, i + 1), at(product, i + 1) + a01 * u0 + a11 * u1 + total(sum1));
}

function updateLastRow(row: usize, i: u32, v: usize, w: usize, u: usize, product: usize): void {
  const a = at(row, i) - 2 * at(v, i) * at(w, i);
  store<f64>(place(row, i), a);
  store<f64>(place(product, i), at(product, i) + a * at(u, i));
}

/** Writes factor * a + other * b to `target`, from `start` on. */
function combine(target: usize, a: usize, factor: f64, b: usize, other: f64, start: u32, n: u32): void {
  const f = f64x2.splat(factor), o = f64x2.splat(other);
  const end = <usize>n << F64;
  for (let j = <usize>start << F64; j < end; j += 16) {
    v128.store(target + j, f64x2.add(f64x2.mul(f, v128.load(a + j)), f64x2.mul(o, v128.load(b + j))));
  }
}

/** Halvings of an interval: the eigenvalues are right to 2^-48 of the largest. */
const HALVINGS: u32 = 50;

/** Writes the `wanted` largest eigenvalues of the tridiagonal form, descending, to `values` onward. */
export function findEigenvalues(diagonal: usize, beside: usize, n: u32, wanted: u32, values: usize): void {
  let least = Infinity, most = -Infinity;
  for (let i: u32 = 0; i < n; i++) {
    const radius = (i > 0 ? abs(at(beside, i - 1)) : 0) + (i + 1 < n ? abs(at(beside, i)) : 0);
    least = min(least, at(diagonal, i) - radius);
    most = max(most, at(diagonal, i) + radius);
  }
  const tiny = max(abs(least), abs(most)) * f64.EPSILON * f64.EPSILON + f64.MIN_NORMAL_VALUE;
  // Two at a time: a bisection waits for its divisions most of the time.
  let high = f64x2.splat(most);
  for (let rank: u32 = 0; rank < wanted; rank += 2) {
    const ranks = i64x2.replace_lane(i64x2.splat(rank), 1, rank + 1);
    let low = f64x2.splat(least);
    for (let halving: u32 = 0; halving < HALVINGS; halving++) {
      const middle = f64x2.mul(f64x2.splat(0.5), f64x2.add(low, high));
      const isBelow = i64x2.gt_s(countAbove(diagonal, beside, n, middle, tiny), ranks);
      low = v128.bitselect(middle, low, isBelow);
      high = v128.bitselect(high, middle, isBelow);
    }
    const value = values + (<usize>rank << F64);
    store<f64>(value, f64x2.extract_lane(low, 0));
    if (rank + 1 < wanted) store<f64>(value, f64x2.extract_lane(low, 1), 8);
    high = f64x2.splat(f64x2.extract_lane(high, 1));
  }
}

/** How many eigenvalues are larger than each of two numbers: the positive pivots (Sylvester's law of inertia). */
function countAbove(diagonal: usize, beside: usize, n: u32, x: v128, tiny: f64): v128 {
  const none = f64x2.splat(0), least = f64x2.splat(tiny), instead = f64x2.splat(-tiny);
  let pivot = f64x2.sub(f64x2.splat(at(diagonal, 0)), x);
  let count = i64x2.neg(f64x2.gt(pivot, none));
  for (let i: u32 = 1; i < n; i++) {
    pivot = v128.bitselect(instead, pivot, f64x2.lt(f64x2.abs(pivot), least));
    const b = at(beside, i - 1);
    pivot = f64x2.sub(f64x2.sub(f64x2.splat(at(diagonal, i)), x), f64x2.div(f64x2.splat(b * b), pivot));
    count = i64x2.sub(count, f64x2.gt(pivot, none));
  }
  return count;
}

const ITERATIONS: u32 = 3;

/**
 * Vectors `first` to `end - 1` of the tridiagonal form, of length 1 and at right angles to those before, to `vectors` onward.
 * `work` has room for five vectors. At `vectors` lie numbers drawn at random before the call.
 */
export function findEigenvectors(
  diagonal: usize,
  beside: usize,
  n: u32,
  rowBytes: usize,
  values: usize,
  vectors: usize,
  work: usize,
  first: u32,
  end: u32,
): void {
  const pivots = work, next = pivots + rowBytes, second = next + rowBytes, ratios = second + rowBytes;
  const swaps = ratios + rowBytes;
  let norm: f64 = 0;
  for (let i: u32 = 0; i < n; i++) norm = max(norm, abs(at(diagonal, i)) + abs(at(beside, i)));
  const tiny = norm * f64.EPSILON + f64.MIN_NORMAL_VALUE;
  for (let rank = first; rank < end; rank++) {
    const vector = vectors + <usize>rank * rowBytes;
    factorise(diagonal, beside, n, at(values, rank), tiny, pivots, next, second, ratios, swaps);
    for (let iteration: u32 = 0; iteration < ITERATIONS; iteration++) {
      solve(vector, n, pivots, next, second, ratios, swaps);
      normalise(vector, n);
      // The first one only finds where to look.
      if (iteration === 0) continue;
      for (let other = vectors; other < vector; other += rowBytes) subtract(vector, other, dot(vector, other, 0, n), 0, n);
      normalise(vector, n);
    }
  }
}

/** The tridiagonal form less x as a product of triangles, with partial pivoting; pivots are never 0. */
function factorise(
  diagonal: usize,
  beside: usize,
  n: u32,
  x: f64,
  tiny: f64,
  pivots: usize,
  next: usize,
  second: usize,
  ratios: usize,
  swaps: usize,
): void {
  let pivot = at(diagonal, 0) - x;
  let right = n > 1 ? at(beside, 0) : 0;
  for (let i: u32 = 0; i + 1 < n; i++) {
    const below = at(beside, i);
    const belowPivot = at(diagonal, i + 1) - x;
    const belowRight = i + 2 < n ? at(beside, i + 1) : 0;
    const isSwapped = abs(below) > abs(pivot);
    if (isSwapped) {
      const ratio = pivot / below;
      put(pivots, i, below);
      put(next, i, belowPivot);
      put(second, i, belowRight);
      put(ratios, i, ratio);
      pivot = right - ratio * belowPivot;
      right = -ratio * belowRight;
    } else {
      if (abs(pivot) < tiny) pivot = tiny;
      const ratio = below / pivot;
      put(pivots, i, pivot);
      put(next, i, right);
      put(second, i, 0);
      put(ratios, i, ratio);
      pivot = belowPivot - ratio * right;
      right = belowRight;
    }
    put(swaps, i, isSwapped ? 1 : 0);
  }
  put(pivots, n - 1, abs(pivot) < tiny ? tiny : pivot);
}

function solve(x: usize, n: u32, pivots: usize, next: usize, second: usize, ratios: usize, swaps: usize): void {
  for (let i: u32 = 0; i + 1 < n; i++) {
    const upper = at(x, i), lower = at(x, i + 1);
    const isSwapped = at(swaps, i) !== 0;
    put(x, i, isSwapped ? lower : upper);
    put(x, i + 1, isSwapped ? upper - at(ratios, i) * lower : lower - at(ratios, i) * upper);
  }
  for (let i: i32 = n - 1; i >= 0; i--) {
    let sum = at(x, i);
    if (<u32>i + 1 < n) sum -= at(next, i) * at(x, i + 1);
    if (<u32>i + 2 < n) sum -= at(second, i) * at(x, i + 2);
    put(x, i, sum / at(pivots, i));
  }
}

/** Scaled first, so that no square is infinite. */
function normalise(x: usize, n: u32): void {
  let largest: f64 = 0;
  for (let i: u32 = 0; i < n; i++) largest = max(largest, abs(at(x, i)));
  scale(x, 1 / largest, n);
  scale(x, 1 / Math.sqrt(dot(x, x, 0, n)), n);
}

/** Turns `count` vectors of the tridiagonal form into those of the matrix, whose reflectors are where tridiagonalise left them. */
export function transformBack(
  matrix: usize,
  n: u32,
  rowBytes: usize,
  factors: usize,
  vectors: usize,
  count: u32,
): void {
  for (let k: i32 = n - 2; k >= 0; k--) {
    const factor = at(factors, k);
    if (factor === 0) continue;
    const reflector = matrix + <usize>k * rowBytes;
    let vector = vectors;
    let left = count;
    for (; left > 1; left -= 2, vector += 2 * rowBytes) reflectTwo(vector, rowBytes, reflector, factor, k + 1, n);
    if (left > 0) subtract(vector, reflector, factor * dot(vector, reflector, k + 1, n), k + 1, n);
  }
}

function reflectTwo(vector: usize, rowBytes: usize, reflector: usize, factor: f64, start: u32, n: u32): void {
  const other = vector + rowBytes;
  const begin = <usize>start << F64, end = <usize>n << F64;
  let sum0 = f64x2.splat(0), sum1 = f64x2.splat(0);
  for (let j = begin; j < end; j += 16) {
    const v = v128.load(reflector + j);
    sum0 = f64x2.add(sum0, f64x2.mul(v, v128.load(vector + j)));
    sum1 = f64x2.add(sum1, f64x2.mul(v, v128.load(other + j)));
  }
  const f0 = f64x2.splat(factor * total(sum0)), f1 = f64x2.splat(factor * total(sum1));
  for (let j = begin; j < end; j += 16) {
    const v = v128.load(reflector + j);
    v128.store(vector + j, f64x2.sub(v128.load(vector + j), f64x2.mul(f0, v)));
    v128.store(other + j, f64x2.sub(v128.load(other + j), f64x2.mul(f1, v)));
  }
}

/** x less factor * y, from `start` on. */
function subtract(x: usize, y: usize, factor: f64, start: u32, n: u32): void {
  const f = f64x2.splat(factor);
  const end = <usize>n << F64;
  for (let j = <usize>start << F64; j < end; j += 16) {
    v128.store(x + j, f64x2.sub(v128.load(x + j), f64x2.mul(f, v128.load(y + j))));
  }
}

function scale(x: usize, factor: f64, n: u32): void {
  const f = f64x2.splat(factor);
  for (let j: usize = 0; j < <usize>n << F64; j += 16) v128.store(x + j, f64x2.mul(v128.load(x + j), f));
}

function clear(x: usize, start: u32, n: u32): void {
  for (let j = <usize>start << F64; j < <usize>n << F64; j += 16) v128.store(x + j, f64x2.splat(0));
}

/** Of two vectors from `start` on, in four sums. */
function dot(x: usize, y: usize, start: u32, n: u32): f64 {
  const end = <usize>n << F64;
  let even = f64x2.splat(0), odd = f64x2.splat(0);
  let j = <usize>start << F64;
  for (; j + 16 < end; j += 32) {
    even = f64x2.add(even, f64x2.mul(v128.load(x + j), v128.load(y + j)));
    odd = f64x2.add(odd, f64x2.mul(v128.load(x + j, 16), v128.load(y + j, 16)));
  }
  if (j < end) even = f64x2.add(even, f64x2.mul(v128.load(x + j), v128.load(y + j)));
  return total(f64x2.add(even, odd));
}

@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

@inline
function place(x: usize, index: u32): usize {
  return x + (<usize>index << F64);
}

@inline
function at(x: usize, index: u32): f64 {
  return load<f64>(x + (<usize>index << F64));
}

@inline
function put(x: usize, index: u32, value: f64): void {
  store<f64>(x + (<usize>index << F64), value);
}
