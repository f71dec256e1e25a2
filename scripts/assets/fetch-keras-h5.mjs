import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readKerasH5 } from './read-keras-h5.mjs';

const URL_OF_H5 =
  'https://storage.googleapis.com/tensorflow/keras-applications/vgg19/vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5';
const MD5 = '253f8cb515780f3b799900260a226db6';
const LIMIT_MS = 3 * 60_000;

/**
 * Fetches the official Keras file (80 MB).
 *
 * @returns {Promise<Map<string, Float32Array>>} Tensors by name.
 * @throws {Error} When it cannot be reached in time or is not the file expected.
 */
export async function fetchKerasH5() {
  const response = await fetch(URL_OF_H5, { signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (createHash('md5').update(bytes).digest('hex') !== MD5) throw new Error('the file has another MD5');
  const folder = await mkdtemp(path.join(tmpdir(), 'gramscope-'));
  try {
    const file = path.join(folder, 'vgg19.h5');
    await writeFile(file, bytes);
    return await readKerasH5(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
