import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { hammingDistanceWithin } from '../../barcode/hamming.ts';
import { barcodeBits, barcodeBytes, layerSpans, namedProfile, type Profile } from '../../barcode/profile.ts';
import { voteOf } from '../../barcode/vote.ts';
import { colourHistogram } from '../../base/colour-histogram.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import { hellingerDistance } from '../../base/testing/hellinger-distance.ts';
import type { Choices } from '../../evaluation/evaluation.ts';
import { partition } from '../../evaluation/partition.ts';
import { createCollection, getCollection } from '../../library/collections.ts';
import { commitBatch, type IndexedFile } from '../../library/commit-batch.ts';
import { deletePatches, relabelPatches } from '../../library/edit-patches.ts';
import { openDatabase } from '../../library/open-database.ts';
import { addCollectionWithHoles } from '../../library/test-records.ts';
import { flipBit } from '../../library/testing/flip-bit.ts';
import { nearestByLens } from '../lens/leave-out.ts';
import { type EvaluationProgress, EvaluationWorker } from './evaluation-worker.ts';

const profile: Profile = { ...namedProfile('standard', 'weights'), sampling: 100 };
const FOLDS: Choices = {
  protocol: { kind: 'folds', k: 4, seed: 1 },
  layers: profile.layers,
  voters: 3,
  withoutDuplicates: false,
};
const context = { signal: new AbortController().signal, progress: () => {} };

/** Every fourth patch has no label; patches of a label have some bits and colours in common. */
function makeFiles(count: number, of: Profile = profile): IndexedFile[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, at) => {
    const kind = at % 4;
    const byte = () => Math.floor(random() * 256) & (kind === 0 ? 0x3f : 0xfc);
    const rgb = Uint8Array.from({ length: 60 }, () => Math.floor(random() * 100) + 40 * kind);
    return {
      path: `HE-${at % 5}/${at}.png`,
      label: kind === 3 ? '' : `kind ${kind}`,
      width: 1,
      height: 1,
      fileSize: 1,
      fileModified: 1,
      barcode: Uint8Array.from({ length: barcodeBytes(of) }, byte),
      colours: { histogram: colourHistogram(rgb), pixelHash: `${at % 40}` },
      thumbnail: new ArrayBuffer(0),
    };
  });
}

async function store(files: readonly IndexedFile[], of: Profile = profile): Promise<string> {
  const { id } = await createCollection({
    name: 'tiles',
    profileName: 'standard',
    profile: of,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'file' },
  });
  await commitBatch(id, files, []);
  return id;
}

/** Accuracy over all patches, computed the obvious way from what was stored. */
function accuracyByHand(files: readonly IndexedFile[], distance: (a: IndexedFile, b: IndexedFile) => number): number {
  const labelled = files.filter(({ label }) => label !== '');
  const { fold } = partition(labelled, FOLDS.protocol);
  const right = labelled.filter((file, q) => {
    const ranked = labelled
      .flatMap((other, r) => (fold[r] === fold[q] ? [] : [{ r, label: other.label, distance: distance(file, other) }]))
      .sort((a, b) => a.distance - b.distance || a.r - b.r);
    return voteOf(ranked.map(({ label }) => label))?.label === file.label;
  });
  return right.length / labelled.length;
}

function distanceOver(layers: readonly number[]) {
  const spans = layerSpans(profile).filter(({ layer }) => layers.includes(layer));
  return (a: IndexedFile, b: IndexedFile) =>
    spans.reduce((sum, { firstBit, bits }) => sum + hammingDistanceWithin(a.barcode, b.barcode, firstBit, bits), 0);
}

describe('EvaluationWorker', () => {
  const files = makeFiles(60);
  let collectionId: string;

  beforeEach(async () => {
    collectionId = await store(files);
  });

  it('measures every set of layers, and the colours, as counting by hand does', async () => {
    const evaluation = await new EvaluationWorker().evaluate({ collectionId, ...FOLDS }, context);
    const atThree = evaluation.rows.filter(({ voters }) => voters === 3);
    expect(atThree).toHaveLength(12);
    for (const { layers, scores } of atThree) {
      expect(scores.etaP, layers.join()).toBeCloseTo(accuracyByHand(files, distanceOver(layers)), 12);
    }
    const byColour = accuracyByHand(files, (a, b) => hellingerDistance(a.colours.histogram, b.colours.histogram));
    expect(evaluation.colour.etaP).toBeCloseTo(byColour, 12);
    expect(evaluation).toMatchObject({ unlabelled: 15, scores: { patches: 45, folds: 4 } });
  });

  it('puts the chosen layers first and foremost, whether the paper has them or not', async () => {
    const { scores, rows } = await new EvaluationWorker().evaluate({ collectionId, ...FOLDS, layers: [1, 2] }, context);
    expect(scores.etaP).toBeCloseTo(accuracyByHand(files, distanceOver([1, 2])), 12);
    expect(rows.filter(({ voters }) => voters === 3)).toHaveLength(13);
  });

  it('retrieves a column by cases as a search by hand does', async () => {
    const targets = new Map(
      files.flatMap(({ path }, at) => (at % 7 === 0 ? [] : [[path, `grade ${(at * 5) % 3}`] as const])),
    );
    const cases = new Map(files.map(({ path }, at) => [path, `case ${at % 11}`]));
    const asked = files.flatMap((file, at) => (at % 7 === 0 ? [] : [{ file, at }]));
    const right = asked.filter(({ file, at }) => {
      const ranked = asked
        .filter((other) => other.at % 11 !== at % 11)
        .map((other) => ({ other, distance: distanceOver([1, 2, 3, 4, 5])(file, other.file) }))
        .sort((a, b) => a.distance - b.distance || a.other.at - b.other.at);
      return voteOf(ranked.map(({ other }) => targets.get(other.file.path) ?? ''))?.label === targets.get(file.path);
    });
    const { scores, perSource, sources, unlabelled } = await new EvaluationWorker().evaluate(
      { collectionId, ...FOLDS, protocol: { kind: 'leave-out' }, target: 'grade', told: { targets, cases } },
      context,
    );
    expect(scores.etaP).toBeCloseTo(right.length / asked.length, 12);
    expect(perSource.map(({ source }) => source)).toEqual([...new Set(cases.values())].sort());
    expect(sources).toEqual(asked.map(({ at }) => `case ${at % 11}`));
    expect(unlabelled).toBe(files.length - asked.length);
  });

  it('names patches by their ids in the library', async () => {
    const { patchIds, samples } = await new EvaluationWorker().evaluate({ collectionId, ...FOLDS }, context);
    expect(patchIds.slice(0, 4)).toEqual([0, 1, 2, 4]);
    expect(samples[3]?.path).toBe(files[4]?.path);
  });

  it('keeps duplicates out when asked to', async () => {
    // Hashes repeat after 40 patches: 0 and 40, 1 and 41 and so on, 15 labelled pairs of the same label.
    const evaluate = (withoutDuplicates: boolean) =>
      new EvaluationWorker().evaluate({ collectionId, ...FOLDS, withoutDuplicates }, context);
    const found = (await evaluate(true)).queries.flatMap(({ at, retrieved }) => retrieved.map((other) => [at, other]));
    expect((await evaluate(false)).duplicates).toHaveLength(15);
    const { samples } = await evaluate(true);
    const numberOf = (at = 0) => Number(samples[at]?.path.split('/')[1]?.replace('.png', '')) % 40;
    expect(found.filter(([at, other]) => numberOf(at) === numberOf(other))).toEqual([]);
  });

  it('compares no sets of layers where one threshold ties them together', async () => {
    const tied: Profile = { ...profile, binarisation: 'global' };
    const id = await store(files, tied);
    const { rows } = await new EvaluationWorker().evaluate({ collectionId: id, ...FOLDS }, context);
    expect(rows.map(({ layers }) => layers.length)).toEqual([5, 5, 5]);
  });

  it.each([
    [{ kind: 'leave-out', pattern: '(' }, 'pattern-invalid'],
    [{ kind: 'leave-out', pattern: 'HE' }, 'evaluation-no-queries'],
    [{ kind: 'split', train: 'train', test: 'test' }, 'evaluation-no-queries'],
    [{ kind: 'split', train: 'train', test: 'HE-1' }, 'evaluation-no-queries'],
  ] as const)('says what is wrong with %j', async (protocol, code) => {
    const request = { collectionId, ...FOLDS, protocol };
    await expect(new EvaluationWorker().evaluate(request, context)).rejects.toMatchObject({ code });
  });

  it('says so when there are no labels', async () => {
    const id = await store(files.map((file) => ({ ...file, label: '' })));
    const evaluating = new EvaluationWorker().evaluate({ collectionId: id, ...FOLDS }, context);
    await expect(evaluating).rejects.toMatchObject({ code: 'evaluation-no-labels' });
  });

  it.each([
    ['patches', 2],
    ['colourBlocks', 0],
  ] as const)('refuses a collection with a damaged record among its %s', async (kind, key) => {
    const id = await store(files);
    const database = await openDatabase();
    const record = await database.get(kind, [id, key]);
    if (!record) throw new Error('nothing to damage');
    await database.put(kind, flipBit(record, ['collectionId', 'id', 'index'], seededRandom(1)));
    const evaluating = new EvaluationWorker().evaluate({ collectionId: id, ...FOLDS }, context);
    await expect(evaluating).rejects.toMatchObject({ code: 'record-damaged' });
  });

  it('takes patches and labels as a person left them', async () => {
    const id = await store(files);
    for await (const deleted of deletePatches(id, [0, 3])) expect(deleted).toEqual([0, 3]);
    for await (const { patches } of relabelPatches(id, [1], 'given')) expect(patches[0]?.id).toBe(1);
    const { patchIds, samples, scores } = await new EvaluationWorker().evaluate(
      { collectionId: id, ...FOLDS },
      context,
    );
    expect(patchIds).not.toContain(0);
    expect(patchIds).not.toContain(3);
    expect(samples[patchIds.indexOf(1)]?.label).toBe('given');
    expect(scores.patches).toBe(patchIds.length);
  });

  it('measures what is left of several pages with holes', async () => {
    const { id, left } = await addCollectionWithHoles();
    const { profile: small } = await getCollection(id);
    const request = { collectionId: id, ...FOLDS, layers: small.layers };
    const { patchIds, scores } = await new EvaluationWorker().evaluate(request, context);
    expect(patchIds).toEqual(left);
    expect(scores.patches).toBe(left.length);
  }, 60_000);

  it('gives queries that were drawn what they get among all', async () => {
    const worker = new EvaluationWorker();
    const all = await worker.evaluate({ collectionId, ...FOLDS }, context);
    const draw = { queries: 20, seed: 1 };
    const drawn = await worker.evaluate({ collectionId, ...FOLDS, draw }, context);
    expect(drawn).toMatchObject({ draw, drawnFrom: 45, scores: { patches: 20 } });
    expect(drawn.queries).toHaveLength(20);
    for (const query of drawn.queries) expect(query).toEqual(all.queries.find(({ at }) => at === query.at));
    expect(all.drawnFrom).toBeUndefined();
  });

  it('searches through a lens, too, when it is to: each source through one fitted on the others', async () => {
    const worker = new EvaluationWorker();
    const protocol = { kind: 'leave-out', pattern: 'HE-\\d+' } as const;
    const { lens, scores, queries, samples } = await worker.evaluate(
      { collectionId, ...FOLDS, protocol, withLens: true },
      context,
    );
    expect(lens?.map(({ voters }) => voters)).toEqual([3, 9]);
    expect(lens?.[0]?.plain).toBeCloseTo(scores.etaP ?? Number.NaN, 12);
    const barcodes = Buffer.concat(
      samples.map(({ path }) => files.find((file) => file.path === path)?.barcode ?? new Uint8Array()),
    );
    const table = await nearestByLens(
      {
        barcodes,
        bits: barcodeBits(profile),
        labels: samples.map(({ label }) => label),
        partition: partition(samples, protocol),
        keptApart: Int32Array.from(samples.keys()),
        depth: 10,
      },
      context.signal,
      () => {},
    );
    for (const { voters = 0, learned } of lens ?? []) {
      const right = queries.filter(({ at, truth }) => {
        const labels = table.neighboursOf(at).map((found) => samples[found]?.label ?? '');
        return voteOf(labels, voters)?.label === truth;
      });
      expect(learned).toBeCloseTo(right.length / queries.length, 12);
    }
    const { lens: none } = await worker.evaluate({ collectionId, ...FOLDS, protocol }, context);
    expect(none).toBeUndefined();
  });

  it('tells how far it is from the first page read on', async () => {
    const told: EvaluationProgress[] = [];
    const progress = (one: EvaluationProgress) => void told.push(one);
    await new EvaluationWorker().evaluate({ collectionId, ...FOLDS, withLens: true }, { ...context, progress });
    const steps = ['reading', 'comparing', 'learning', 'figures'] as const;
    const shares = steps.map((step) => told.filter((one) => one.step === step).map(({ share }) => share));
    expect(told.map(({ step }) => steps.indexOf(step))).toEqual(told.map(({ step }) => steps.indexOf(step)).toSorted());
    expect(shares[0]).toEqual([1 / 3, 2 / 3, 1]);
    expect(shares[1]?.at(-1)).toBe(1);
    expect(shares[2]?.at(-1)).toBe(1);
  });

  it('measures how fast it reads and compares', async () => {
    const { patch, pair } = await new EvaluationWorker().measure({ collectionId }, context);
    expect(patch).toBeGreaterThan(0);
    expect(pair).toBeGreaterThan(0);
    expect(pair).toBeLessThan(0.001);
  });

  it('stops when it is told to', async () => {
    const request = { collectionId, ...FOLDS };
    const signal = AbortSignal.abort();
    await expect(new EvaluationWorker().evaluate(request, { ...context, signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
