import { expect, it } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import { chooseAnchors } from './choose-anchors.ts';
import { fitLens } from './fit-lens.ts';
import { cosineOf } from './learned-distance.ts';
import type { Lens } from './lens.ts';
import { Projector } from './projector.ts';
import { type Drawn, drawLabelled } from './testing/draw-labelled.ts';
import { hasReference, type Reference, runReference } from './testing/reference.ts';

const NEVER = new AbortController().signal;

function barcodesOf({ barcodes, bits }: Drawn, positions: readonly number[]): Uint8Array[] {
  const bytes = Math.ceil(bits / 8);
  return positions.map((at) => barcodes.subarray(at * bytes, (at + 1) * bytes));
}

async function fitOn(drawn: Drawn, positions: readonly number[]): Promise<Lens | undefined> {
  const barcodes = Buffer.concat(barcodesOf(drawn, positions));
  return fitLens({ barcodes, bits: drawn.bits, labels: positions.map((at) => drawn.labels[at] ?? 0) }, NEVER);
}

/** The lens fitted on the patches at `fitted`, and what the reference makes of them. */
async function both(drawn: Drawn, fitted: readonly number[], most: number): Promise<[Lens | undefined, Reference]> {
  const { barcodes, bits, labels } = drawn;
  const anchors = chooseAnchors(
    fitted.map((at) => labels[at] ?? 0),
    most,
  );
  const lens = await fitOn(
    drawn,
    anchors.map((at) => fitted[at] ?? 0),
  );
  const reference = runReference({ barcodes, bytes: Math.ceil(bits / 8), labels, fitted, anchors: most });
  expect(anchors).toEqual(reference.anchors);
  return [lens, reference];
}

it.skipIf(!hasReference).each([
  ['all of few patches', drawLabelled({ patches: 240, labels: 4, sources: 3 }), 2000],
  ['anchors of many', drawLabelled({ patches: 700, labels: 8, sources: 5, bits: 2000 }), 500],
  ['two labels', drawLabelled({ patches: 90, labels: 2, sources: 3, bits: 512 }), 2000],
  ['more labels than a group of directions has', drawLabelled({ patches: 400, labels: 20, sources: 4 }), 2000],
])('gives the projections of the reference, fitted on %s', async (_name, drawn, most) => {
  // One source is left out, to be projected all the same.
  const fitted = drawn.sources.flatMap((source, at) => (source === 0 ? [] : [at]));
  const [lens, reference] = await both(drawn, fitted, most);
  if (!lens) throw new Error('no lens');
  const { directions } = lens;
  expect(directions).toBe(reference.directions);
  const projections = new Projector(lens).project(drawn.barcodes);
  expect(projections.length).toBe(reference.projections.length);
  for (let direction = 0; direction < directions; direction++) {
    const own = projections.filter((_, at) => at % directions === direction);
    const theirs = reference.projections.filter((_, at) => at % directions === direction);
    // Which way a direction points is of no account.
    const sign = Math.sign(own.reduce((sum, each, at) => sum + each * (theirs[at] ?? 0), 0));
    const off = own.map((each, at) => Math.abs(sign * each - (theirs[at] ?? Number.NaN)));
    expect(Math.max(...off)).toBeLessThan(1e-3);
  }
});

it('maps barcodes as its matrix says, whatever their number', async () => {
  const drawn = drawLabelled({ patches: 60, labels: 3, sources: 2, bits: 500 });
  const lens = await fitOn(drawn, [...drawn.labels.keys()]);
  if (!lens) throw new Error('no lens');
  const projections = new Projector(lens).project(drawn.barcodes);
  for (const [at, barcode] of barcodesOf(drawn, [...drawn.labels.keys()]).entries()) {
    for (let direction = 0; direction < lens.directions; direction++) {
      let expected = lens.offset[direction] ?? 0;
      for (let bit = 0; bit < lens.bits; bit++) {
        const isOne = ((barcode[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
        expected += (lens.matrix[direction * lens.bits + bit] ?? 0) * (isOne ? 1 : -1);
      }
      expect(projections[at * lens.directions + direction]).toBeCloseTo(expected, 3);
    }
  }
});

it('brings patches of one label together on a source that it has not seen', async () => {
  const drawn = drawLabelled({ patches: 400, labels: 4, sources: 4, byLabel: 0.4, bySource: 1.2 });
  const lens = await fitOn(
    drawn,
    drawn.sources.flatMap((source, at) => (source === 0 ? [] : [at])),
  );
  if (!lens) throw new Error('no lens');
  const vectors = new Projector(lens).unitVectorsOf(drawn.barcodes);
  const vectorOf = (at: number) => vectors.subarray(at * 8, (at + 1) * 8);
  const rows = barcodesOf(drawn, [...drawn.labels.keys()]);
  const right = { plain: 0, learned: 0 };
  const ofSource0 = drawn.sources.flatMap((source, at) => (source === 0 ? [at] : []));
  for (const query of ofSource0) {
    const others = drawn.sources.flatMap((source, at) => (source === 0 ? [] : [at]));
    const differing = (at: number) => hammingDistance(rows[query] as Uint8Array, rows[at] as Uint8Array);
    const nearest = (distance: (at: number) => number) =>
      others.reduce((best, at) => (distance(at) < distance(best) ? at : best));
    const isRight = (at: number) => Number(drawn.labels[at] === drawn.labels[query]);
    right.plain += isRight(nearest(differing));
    right.learned += isRight(
      nearest((at) => (8 * differing(at)) / drawn.bits - cosineOf(vectorOf(query), vectorOf(at))),
    );
  }
  expect(right.learned).toBeGreaterThan(right.plain);
});

it.each([
  ['one label', drawLabelled({ patches: 30, labels: 1, sources: 2, bits: 64 })],
  ['two patches', drawLabelled({ patches: 2, labels: 2, sources: 1, bits: 64 })],
  [
    'barcodes that are all equal',
    { ...drawLabelled({ patches: 20, labels: 2, sources: 1 }), barcodes: new Uint8Array(20 * 128) },
  ],
])('finds nothing in %s', async (_name, drawn) => {
  expect(await fitOn(drawn, [...drawn.labels.keys()])).toBeUndefined();
});

it('keeps numbers finite where the patches of a label are all equal', async () => {
  const { barcodes, ...drawn } = drawLabelled({ patches: 60, labels: 3, sources: 1 });
  for (let at = 3; at < 60; at++) barcodes.copyWithin(at * 128, (at % 3) * 128, ((at % 3) + 1) * 128);
  const lens = await fitOn({ barcodes, ...drawn }, [...drawn.labels.keys()]);
  if (!lens) throw new Error('no lens');
  expect(lens.directions).toBe(2);
  expect(lens.matrix.every(Number.isFinite)).toBe(true);
  const vectors = new Projector(lens).unitVectorsOf(barcodes);
  const cosine = (a: number, b: number) =>
    cosineOf(vectors.subarray(a * 8, a * 8 + 8), vectors.subarray(b * 8, b * 8 + 8));
  expect(cosine(0, 3)).toBeCloseTo(1, 3);
  expect(cosine(0, 1)).toBeLessThan(0);
});

it('keeps the strongest directions of 500 labels', async () => {
  const drawn = drawLabelled({ patches: 2500, labels: 500, sources: 1, bits: 256 });
  const anchors = chooseAnchors(drawn.labels);
  expect(anchors).toHaveLength(2000);
  const lens = await fitOn(drawn, anchors);
  expect(lens?.directions).toBe(64);
  expect(lens?.matrix.every(Number.isFinite)).toBe(true);
});
