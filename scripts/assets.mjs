/**
 * The asset step: finds the trained weights and the sample tiles, which are too large for the repository, and puts them
 * under public/assets. Looks at what is already there, then in the folder named by GRAMSCOPE_ASSETS, then in ../shared,
 * then, for the weights, at the public source. GRAMSCOPE_ASSETS=none looks nowhere.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isF16LayoutValid, writeF16Layout } from './assets/f16-layout.mjs';
import { fetchKerasH5 } from './assets/fetch-keras-h5.mjs';
import { readF32Layout } from './assets/read-f32-layout.mjs';
import { readKerasH5 } from './assets/read-keras-h5.mjs';
import { isSampleComplete, writeSample } from './assets/sample.mjs';
import { VGG19_TENSORS } from './assets/vgg19-tensors.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const ORIGIN = {
  source: 'VGG19 trained on ImageNet: Simonyan & Zisserman, Visual Geometry Group, Oxford (arXiv:1409.1556)',
  licence: 'CC BY 4.0',
};

/** @typedef {() => Promise<Map<string, Float32Array>>} ReadWeights */

/**
 * @param {object} [options]
 * @param {string} [options.outDir]
 * @param {string[]} [options.folders] Where to look, in this order.
 * @param {boolean} [options.online] Whether to try the public source.
 * @returns {Promise<{ weights: boolean, sample: boolean }>} What may be offered. Never throws: without weights the app
 * uses the untrained network.
 */
export async function prepareAssets({
  outDir = path.join(ROOT, 'public/assets'),
  folders = [process.env.GRAMSCOPE_ASSETS ?? [], path.join(ROOT, '../shared')].flat(),
  online = true,
} = {}) {
  if (process.env.GRAMSCOPE_ASSETS === 'none') {
    tellUntrained();
    return { weights: false, sample: false };
  }
  await mkdir(outDir, { recursive: true });
  const sample = await prepareSample(path.join(outDir, 'sample'), folders);
  const weights = await prepareWeights(path.join(outDir, 'vgg19'), folders, online);
  if (!weights) tellUntrained();
  return { weights, sample };
}

/**
 * @param {string} target
 * @param {readonly string[]} folders
 * @param {boolean} online
 */
async function prepareWeights(target, folders, online) {
  if (await isF16LayoutValid(target)) return true;
  const readers = folders.flatMap(weightsIn);
  if (online) readers.push({ name: 'the public source', read: fetchKerasH5 });
  for (const { name, read } of readers) {
    try {
      await writeF16Layout(target, await read(), VGG19_TENSORS, ORIGIN);
      console.log(`Weights: converted from ${name}.`);
      return true;
    } catch (error) {
      console.log(`Weights: not from ${name} (${error instanceof Error ? error.message : error}).`);
    }
  }
  // What is there is damaged: without it the app uses the untrained network instead of failing.
  await rm(target, { recursive: true, force: true });
  return false;
}

/**
 * @param {string} folder Laid out as ../shared, or holding a Keras .h5 file; or that file itself.
 * @returns {{ name: string, read: ReadWeights }[]}
 */
function weightsIn(folder) {
  if (!existsSync(folder)) return [];
  const layout = path.join(folder, 'models/vgg19');
  if (existsSync(path.join(layout, 'manifest.json'))) return [{ name: layout, read: () => readF32Layout(layout) }];
  const files = statSync(folder).isDirectory() ? readdirSync(folder).map((file) => path.join(folder, file)) : [folder];
  return files.filter((file) => file.endsWith('.h5')).map((file) => ({ name: file, read: () => readKerasH5(file) }));
}

/**
 * @param {string} target
 * @param {readonly string[]} folders
 */
async function prepareSample(target, folders) {
  if (isSampleComplete(target)) return true;
  const collection = folders.map((folder) => path.join(folder, 'data/kather2016-800')).find(existsSync);
  if (!collection) return false;
  try {
    await writeSample(collection, target);
    return true;
  } catch (error) {
    console.log(`Sample: not from ${collection} (${error instanceof Error ? error.message : error}).`);
    return false;
  }
}

function tellUntrained() {
  console.log(
    'No trained weights were found, so the untrained network will be used and matches are weaker. To add the weights, ' +
      'put vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5 (Keras) into a folder, name it in GRAMSCOPE_ASSETS and start again.',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepareAssets();
