import { Dataset, File, Group, ready } from 'h5wasm/node';

/**
 * Reads the layers of a Keras weights file, old (`block1_conv1_W_1:0`) or new (`block1_conv1/kernel:0`): in each layer's
 * group, the tensor of rank 4 is the kernel and that of rank 1 the bias.
 *
 * @param {string} file
 * @returns {Promise<Map<string, Float32Array>>} Tensors by name ("block1_conv1/kernel").
 */
export async function readKerasH5(file) {
  await ready;
  const h5 = new File(file, 'r');
  try {
    /** @type {Map<string, Float32Array>} */
    const tensors = new Map();
    for (const layer of h5.keys()) {
      for (const dataset of datasetsBelow(h5.get(layer))) {
        const kind = { 1: 'bias', 4: 'kernel' }[dataset.shape?.length ?? 0];
        if (kind) tensors.set(`${layer}/${kind}`, Float32Array.from(/** @type {Float32Array} */ (dataset.value)));
      }
    }
    return tensors;
  } finally {
    h5.close();
  }
}

/**
 * @param {ReturnType<Group['get']>} entity
 * @returns {Dataset[]}
 */
function datasetsBelow(entity) {
  if (entity instanceof Dataset) return [entity];
  if (entity instanceof Group) return entity.keys().flatMap((name) => datasetsBelow(entity.get(name)));
  return [];
}
