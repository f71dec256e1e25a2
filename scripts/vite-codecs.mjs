/**
 * Leaves out of the page what codecs name and never use there. Those that Emscripten compiled ask for Node's `fs` and `path`,
 * and get an empty module, which is what Vite gives them too, with a warning a codec and bundle. zarrita names numcodecs'
 * codecs, 1.4 MB of script whose glue makes functions from text, which the page's policy forbids; ours stand in their place
 * (`imaging/slides/zarr-arrays.ts`).
 * @returns {import('vite').Plugin}
 */
export function codecsWithoutNode() {
  const empty = '\0gramscope:nothing-of-node';
  return {
    name: 'gramscope:codecs-without-node',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^(fs|path|numcodecs\/.*)$/ },
      handler: (id, importer) =>
        id.startsWith('numcodecs/') || importer?.includes('/@cornerstonejs/codec-') ? empty : null,
    },
    load: { filter: { id: /^\0gramscope:nothing-of-node$/ }, handler: () => 'module.exports = {};' },
  };
}
