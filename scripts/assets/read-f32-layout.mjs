import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from './sha256.mjs';
import { elements } from './vgg19-tensors.mjs';

/**
 * Reads float32 weights in the TensorFlow.js weights-manifest layout with a `sha256` for each file.
 *
 * @param {string} folder Holds `manifest.json` and the files it names.
 * @returns {Promise<Map<string, Float32Array>>} Tensors by name ("block1_conv1/kernel").
 * @throws {Error} When a file is missing or does not match its SHA-256.
 */
export async function readF32Layout(folder) {
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  /** @type {{ paths: string[], weights: import('./vgg19-tensors.mjs').TensorSpec[] }} */
  const group = manifest.weightsManifest[0];
  const bytes = Buffer.concat(
    await Promise.all(group.paths.map((file) => readVerified(path.join(folder, file), manifest.sha256[file]))),
  );
  /** @type {Map<string, Float32Array>} */
  const tensors = new Map();
  let at = 0;
  for (const spec of group.weights) {
    const length = elements(spec) * Float32Array.BYTES_PER_ELEMENT;
    tensors.set(spec.name, new Float32Array(new Uint8Array(bytes.subarray(at, at + length)).buffer));
    at += length;
  }
  return tensors;
}

/**
 * @param {string} file
 * @param {string} expected
 */
async function readVerified(file, expected) {
  const bytes = await readFile(file);
  if (sha256(bytes) !== expected) throw new Error(`${path.basename(file)} does not match its SHA-256`);
  return bytes;
}
