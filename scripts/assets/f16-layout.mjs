import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeFloat16 } from '../../src/encoder/float16.mjs';
import { sha256 } from './sha256.mjs';
import { elements } from './vgg19-tensors.mjs';

const SHARD_BYTES = 4 * 1024 * 1024;

/**
 * Writes weights as float16 (nearest, ties to even) in the TensorFlow.js weights-manifest layout, and beside it the
 * SHA-256 of each shard and, as `weightsId`, that of all of them joined.
 *
 * @param {string} folder Replaced as a whole, so that it never holds half of the weights.
 * @param {ReadonlyMap<string, Float32Array>} tensors
 * @param {readonly import('./vgg19-tensors.mjs').TensorSpec[]} specs What to write, in this order.
 * @param {{ source: string, licence: string }} origin
 * @throws {Error} When a tensor is missing or has another size.
 */
export async function writeF16Layout(folder, tensors, specs, origin) {
  const bytes = encodeAll(tensors, specs);
  const shards = splitShards(bytes).map((shard, index) => ({ shard, digest: sha256(shard), index }));
  // The name changes with the content, so that a browser's cache never serves an old shard.
  const named = shards.map(({ shard, digest, index }) => ({
    shard,
    digest,
    name: `shard-${index + 1}-of-${shards.length}-${digest.slice(0, 8)}.bin`,
  }));
  const manifest = {
    format: 'weights-manifest',
    weightsManifest: [
      {
        paths: named.map(({ name }) => name),
        weights: specs.map((spec) => ({ ...spec, dtype: 'float32', quantization: { dtype: 'float16' } })),
      },
    ],
    sha256: Object.fromEntries(named.map(({ name, digest }) => [name, digest])),
    weightsId: sha256(bytes),
    ...origin,
  };
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const { name, shard } of named) await writeFile(path.join(fresh, name), shard);
  await writeFile(path.join(fresh, 'manifest.json'), JSON.stringify(manifest, null, 1));
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
}

/**
 * Whether a folder that `writeF16Layout` wrote still holds what its manifest says.
 *
 * @param {string} folder
 */
export async function isF16LayoutValid(folder) {
  const file = path.join(folder, 'manifest.json');
  if (!existsSync(file)) return false;
  try {
    const { sha256: digests } = JSON.parse(await readFile(file, 'utf8'));
    const shards = Object.entries(digests);
    const valid = await Promise.all(
      shards.map(async ([name, digest]) => sha256(await readFile(path.join(folder, name))) === digest),
    );
    return valid.length > 0 && valid.every(Boolean);
  } catch {
    return false;
  }
}

/**
 * @param {ReadonlyMap<string, Float32Array>} tensors
 * @param {readonly import('./vgg19-tensors.mjs').TensorSpec[]} specs
 */
function encodeAll(tensors, specs) {
  const halves = new Uint16Array(specs.reduce((sum, spec) => sum + elements(spec), 0));
  let at = 0;
  for (const spec of specs) {
    const values = tensors.get(spec.name);
    if (values?.length !== elements(spec)) {
      throw new Error(`${spec.name} has ${values?.length ?? 'no'} values instead of ${elements(spec)}`);
    }
    for (const value of values) halves[at++] = encodeFloat16(value);
  }
  return new Uint8Array(halves.buffer);
}

/** @param {Uint8Array} bytes */
function splitShards(bytes) {
  const starts = Array.from({ length: Math.ceil(bytes.length / SHARD_BYTES) }, (_, index) => index * SHARD_BYTES);
  return starts.map((start) => bytes.subarray(start, start + SHARD_BYTES));
}
