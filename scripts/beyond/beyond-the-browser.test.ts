import 'fake-indexeddb/auto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { beforeAll, describe, expect, it } from 'vitest';
import { CodeDrawer } from '../../bench/search/draw-codes.ts';
import { barcodeBits, barcodeBytes, namedProfile } from '../../src/barcode/profile.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { packLens } from '../../src/engine/lens/read-lens.ts';
import { exportCollection } from '../../src/library/archive/export-collection.ts';
import { createCollection } from '../../src/library/collections.ts';
import { commitBatch } from '../../src/library/commit-batch.ts';
import { putLens } from '../../src/library/lenses.ts';
import { lensFacts } from '../../src/library/test-records.ts';
import { NO_FILTER, rankedDistance } from '../../src/search/hits.ts';
import type { Lens } from '../../src/search/lens/lens.ts';
import { SearchWorker } from '../../src/search/search-worker.ts';
import { hasPythonModule, PYTHON } from '../setup/python-packages.mjs';

const PATCHES = 1_000;
const QUERIES = 100;
const HITS = 10;
const PROFILE = namedProfile('standard', 'weights');
const DOCUMENT = readFileSync(new URL('../../docs/beyond-the-browser.md', import.meta.url), 'utf8');

interface Found {
  readonly id: number;
  readonly distance: number;
}

/** The recipes of one language in the document, in their order. */
function recipes(language: string): string[] {
  return [...DOCUMENT.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) => code);
}

let archive: Buffer;
let own: Found[][];
/** Of patch 0, by the learned distance. */
let ownLearned: Found[];

const random = seededRandom(4);
const LENS: Lens = {
  bits: barcodeBits(PROFILE),
  directions: 3,
  matrix: Float32Array.from({ length: 3 * barcodeBits(PROFILE) }, () => random() - 0.5),
  offset: Float32Array.of(-1, 0, 2),
};

/** Compares with every barcode, as FAISS' does, which this machine may not have. */
const FLAT_BY_NUMPY = `
import io, tarfile
import numpy as np
with tarfile.open("collection.tar") as archive:
    codes = np.load(io.BytesIO(archive.extractfile("barcodes.npy").read()))
class Flat:
    def search(self, queries, k):
        differing = np.array([np.unpackbits(codes ^ query, axis=1).sum(1) for query in queries])
        order = np.argsort(differing, 1, kind="stable")[:, :k]
        return np.take_along_axis(differing, order, 1), order
flat = Flat()
`;

/** Stores drawn barcodes, asks the app for the nearest of the first hundred, and exports the collection. */
beforeAll(async () => {
  const collection = await createCollection({
    name: 'Drawn',
    profileName: 'standard',
    profile: PROFILE,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 0, renamed: {} },
    sourceRule: { kind: 'file' },
  });
  const bytes = barcodeBytes(PROFILE);
  const drawn = new CodeDrawer(bytes).draw(0, PATCHES);
  const files = Array.from({ length: PATCHES }, (_, at) => ({
    path: `slides/${at}.png`,
    label: `tissue, ${at % 3}`,
    width: 150,
    height: 150,
    fileSize: 1,
    fileModified: 1,
    barcode: drawn.subarray(at * bytes, (at + 1) * bytes),
    colours: { histogram: new Uint16Array(512), pixelHash: `${at}` },
    thumbnail: new ArrayBuffer(0),
  }));
  await commitBatch(collection.id, files, []);
  const context = { signal: new AbortController().signal, progress: () => {} };
  const search = new SearchWorker();
  await search.open({ collectionId: collection.id, profile: PROFILE, sourceRule: collection.sourceRule }, context);
  await putLens(collection.id, {
    facts: { ...lensFacts('drawn'), directions: LENS.directions },
    bytes: packLens(LENS),
  });
  await search.putLens({ lens: LENS }, context);
  const ask = async (patchId: number, learned: boolean) => {
    const question = { positives: [{ patchId }], negatives: [], combination: 'mean' } as const;
    const request = {
      question,
      n: HITS,
      filter: NO_FILTER,
      sameSource: true,
      insideRegion: true,
      onePerSource: false,
      foldNeighbours: false,
      learned,
    };
    const { hits } = await search.query(request, context);
    return hits.map((hit) => ({ id: hit.patchId, distance: rankedDistance(hit) }));
  };
  own = await Promise.all(Array.from({ length: QUERIES }, (_, patchId) => ask(patchId, false)));
  ownLearned = await ask(0, true);
  const pieces: Uint8Array[] = [];
  await exportCollection(
    collection.id,
    async (piece) => void pieces.push(piece.slice()),
    context.signal,
    () => {},
  );
  archive = Buffer.concat(pieces);
}, 60_000);

function withArchive<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'gramscope-beyond-'));
  try {
    writeFileSync(path.join(folder, 'collection.tar'), archive);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The numbers of the exported array, row by row as hexadecimal text. */
function exportedRows(): string[] {
  const array = withArchive((folder) =>
    execFileSync('tar', ['xfO', 'collection.tar', 'barcodes.npy'], { cwd: folder, maxBuffer: 2 ** 26 }),
  );
  const begin = 10 + array.readUInt16LE(8);
  const bytes = barcodeBytes(PROFILE);
  return Array.from({ length: PATCHES }, (_, at) =>
    array.toString('hex', begin + at * bytes, begin + (at + 1) * bytes),
  );
}

describe('the recipes of docs/beyond-the-browser.md', () => {
  it('find in PostgreSQL with pgvector what the app finds', async () => {
    const [makeTables = '', fill = '', nearest = '', makeIndex = ''] = recipes('sql');
    const database = new PGlite({ extensions: { vector } });
    await database.exec(makeTables);
    for (const [id, hex] of exportedRows().entries()) {
      await database.query('insert into loading values ($1, $2, $3, $4)', [id, `${id}.png`, '', hex]);
    }
    await database.exec(fill);
    const found: Found[][] = [];
    for (let id = 0; id < QUERIES; id++) found.push((await database.query<Found>(nearest, [id])).rows);
    expect(found).toEqual(own);
    await database.exec(makeIndex);
    await database.close();
  }, 240_000);

  it.skipIf(!hasPythonModule('faiss'))(
    'find in FAISS what the app finds',
    () => {
      const report = 'import json\nprint(json.dumps([ids.tolist(), distances.tolist(), recall]))\n';
      const script = [...recipes('python'), report].join('\n');
      const output = withArchive((folder) => execFileSync(PYTHON, ['-c', script], { cwd: folder, maxBuffer: 2 ** 26 }));
      const [ids, distances, recall]: [number[][], number[][], number] = JSON.parse(output.toString());
      for (const [query, hits] of own.entries()) {
        const found = (ids[query] ?? []).map((id, at) => ({ id, distance: distances[query]?.[at] ?? -1 }));
        // FAISS ranks patches at one distance in any order.
        const ranked = found.filter(({ id }) => id !== query).sort((a, b) => a.distance - b.distance || a.id - b.id);
        expect(ranked.map(({ distance }) => distance)).toEqual(hits.map(({ distance }) => distance));
        const last = hits.at(-1)?.distance ?? 0;
        const isBefore = ({ distance }: Found) => distance < last;
        expect(ranked.filter(isBefore)).toEqual(hits.filter(isBefore));
      }
      expect(recall).toBeGreaterThan(0.8);
    },
    120_000,
  );

  it.skipIf(!hasPythonModule('numpy'))('find by what labels have taught what the app finds', () => {
    const report = 'import json\nprint(json.dumps([ranked.tolist(), learned_distance.tolist()]))\n';
    const script = [FLAT_BY_NUMPY, ...recipes('py'), report].join('\n');
    const output = withArchive((folder) => execFileSync(PYTHON, ['-c', script], { cwd: folder, maxBuffer: 2 ** 26 }));
    const [ids, distances]: [number[], number[]] = JSON.parse(output.toString());
    // The nearest is the patch itself.
    expect(ids.slice(1)).toEqual(ownLearned.map(({ id }) => id));
    for (const [at, { distance }] of ownLearned.entries()) {
      expect(Math.abs((distances[at + 1] ?? 0) - distance)).toBeLessThan(0.5);
    }
  });

  it.skipIf(!hasPythonModule('faiss'))('make the rows that PostgreSQL loads', () => {
    const [toCsv = ''] = recipes('text').filter((code) => code.startsWith('import csv'));
    const output = withArchive((folder) =>
      execFileSync(PYTHON, ['-c', toCsv, 'collection.tar'], { cwd: folder, maxBuffer: 2 ** 26 }),
    );
    const expected = exportedRows().map((hex, id) => `${id},slides/${id}.png,"tissue, ${id % 3}",${hex}`);
    expect(output.toString().trim().split('\r\n')).toEqual(expected);
  });

  it('have sizes that follow from the formula', () => {
    const rows = [
      ...DOCUMENT.matchAll(
        /^\| ([\d,]+) \| ([\d.,]+) GB \| ([\d.,]+) GB \| ([\d.]+) s \| ([\d.]+) s \| ([\d.]+) s \|/gm,
      ),
    ];
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      const [patches = 0, standard = 0, paper = 0, app = 0, flat = 0, ivf = 0] = row
        .slice(1)
        .map((cell) => Number(cell.replaceAll(',', '')));
      const gigabytes = (patches * 1280) / 1e9;
      const expected = [gigabytes, (patches * 38_236) / 1e9, gigabytes / 8, gigabytes / 36.8, gigabytes / 36.8 / 64];
      for (const [at, value] of [standard, paper, app, flat, ivf].entries()) {
        expect(Math.abs(value / (expected[at] ?? 1) - 1), `${patches}: column ${at}`).toBeLessThan(0.09);
      }
    }
  });
});
