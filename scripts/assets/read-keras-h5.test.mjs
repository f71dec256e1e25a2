import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { File, ready } from 'h5wasm/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKerasH5 } from './read-keras-h5.mjs';

const kernel = Float32Array.from({ length: 9 * 2 * 3 }, (_, at) => at / 8);
const bias = Float32Array.of(0.5, -1, 2);

/** @type {string} */
let root;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gramscope-test-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** @param {(h5: File) => void} fill */
async function writeH5(fill) {
  await ready;
  const name = path.join(root, 'weights.h5');
  const h5 = new File(name, 'w');
  fill(h5);
  h5.close();
  return name;
}

it('reads the old names, and passes over layers without weights', async () => {
  const file = await writeH5((h5) => {
    const layer = h5.create_group('block1_conv1');
    layer.create_dataset({ name: 'block1_conv1_W_1:0', data: kernel, shape: [3, 3, 2, 3] });
    layer.create_dataset({ name: 'block1_conv1_b_1:0', data: bias, shape: [3] });
    h5.create_group('block1_pool');
  });
  expect(await readKerasH5(file)).toEqual(
    new Map([
      ['block1_conv1/kernel', kernel],
      ['block1_conv1/bias', bias],
    ]),
  );
});

it('reads the new, nested names', async () => {
  const file = await writeH5((h5) => {
    const layer = h5.create_group('block5_conv1').create_group('block5_conv1');
    layer.create_dataset({ name: 'bias:0', data: bias, shape: [3] });
    layer.create_dataset({ name: 'kernel:0', data: kernel, shape: [3, 3, 2, 3] });
  });
  const tensors = await readKerasH5(file);
  expect(tensors.get('block5_conv1/kernel')).toEqual(kernel);
  expect(tensors.get('block5_conv1/bias')).toEqual(bias);
});
