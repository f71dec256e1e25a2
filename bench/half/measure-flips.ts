import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { binarise } from '../../src/barcode/binarise.ts';
import { packBits } from '../../src/barcode/pack.ts';
import { NAMED_SETTINGS } from '../../src/barcode/profile.ts';
import { decodeTiff } from '../../src/imaging/decode-tiff.ts';
import { resizeLonger } from '../../src/imaging/resize.ts';
import { HalfNetwork, type Kept } from './half-network.ts';

const TILES = 'data/kather2016-800';
/** Tiles of each class. */
const TILES_A_CLASS = 2;

const WAYS: Readonly<Record<string, Kept>> = {
  activations: { activations: true, kernels: false },
  kernels: { activations: false, kernels: true },
  both: { activations: true, kernels: true },
};

export interface Flips {
  readonly tiles: number;
  /** Share of all bits that differ from float32's, and of the tile that has the most. */
  readonly ways: Readonly<Record<string, { readonly mean: number; readonly most: number }>>;
  /** The largest number between two layers; beyond 65,504 halves are infinite. */
  readonly largest_activation: number;
}

/** @param shared The folder with the tiles. */
export async function measureFlips(shared: string): Promise<Flips> {
  const halves = readWeights('public/assets/vgg19');
  const files = tileFiles(path.join(shared, TILES));
  const plain = new HalfNetwork(halves, { activations: false, kernels: false });
  const images = await Promise.all(files.map(readTile));
  const expected = images.map((image) => barcodeOf(plain.gramEntries(image)));
  const ways: Record<string, { mean: number; most: number }> = {};
  for (const [name, kept] of Object.entries(WAYS)) {
    const network = new HalfNetwork(halves, kept);
    const shares = images.map((image, at) => differingShare(barcodeOf(network.gramEntries(image)), expected[at]));
    ways[name] = { mean: shares.reduce((sum, share) => sum + share, 0) / shares.length, most: Math.max(...shares) };
    console.log(name, ways[name]);
  }
  return { tiles: files.length, ways, largest_activation: plain.largest };
}

function readWeights(folder: string): Uint16Array {
  const { weightsManifest } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const shards: Buffer[] = weightsManifest[0].paths.map((name: string) => readFileSync(path.join(folder, name)));
  return new Uint16Array(Uint8Array.from(Buffer.concat(shards)).buffer);
}

function tileFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    readdirSync(path.join(folder, name))
      .sort()
      .slice(0, TILES_A_CLASS)
      .map((file) => path.join(folder, name, file)),
  );
}

async function readTile(file: string) {
  const image = await decodeTiff(Uint8Array.from(readFileSync(file)));
  return resizeLonger(image, NAMED_SETTINGS.standard.size);
}

function barcodeOf(entries: readonly Float32Array[]): Uint8Array {
  return packBits(binarise(entries, 'per-layer'));
}

function differingShare(a: Uint8Array, b: Uint8Array | undefined): number {
  const differing = a.reduce((sum, byte, at) => sum + ones(byte ^ (b?.[at] ?? 0)), 0);
  return differing / (a.length * 8);
}

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
