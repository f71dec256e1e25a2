/**
 * The codecs that Emscripten compiled ask for Node's `fs` and `path`, which they use in Node alone. In a page they get an
 * empty module, which is what Vite gives them too, with a warning a codec and bundle.
 * @returns {import('vite').Plugin}
 */
export function codecsWithoutNode() {
  const empty = '\0gramscope:nothing-of-node';
  return {
    name: 'gramscope:codecs-without-node',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^(fs|path)$/ },
      handler: (_id, importer) => (importer?.includes('/@cornerstonejs/codec-') ? empty : null),
    },
    load: { filter: { id: /^\0gramscope:nothing-of-node$/ }, handler: () => 'module.exports = {};' },
  };
}
