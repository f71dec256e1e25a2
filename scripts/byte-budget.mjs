/**
 * What the built page may weigh. A change that needs more raises its line here, in the same commit and with its reason.
 * All sizes are kilobytes (1,000 bytes) after gzip.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** HTML, style sheets and scripts that the page loads at once, with the workers of a first indexing run and search. */
const FIRST_LOAD = 330;

/** Workers that start with a slide, an evaluation, a table, labels to learn from or an export that the page gathers: each has a limit below. */
const LATER_WORKERS = [
  'slides.worker',
  'evaluation.worker',
  'private-file.worker',
  'table-reader.worker',
  'lens.worker',
];

/** Scripts that are loaded when they are needed, by the name of their chunk. */
const LAZY = {
  SlideScreen: 105,
  EvaluatePage: 45,
  SettingsPage: 15,
  // All that is chosen before a run, with the tiling of slides.
  ReviewDialog: 13,
  'slides.worker': 30,
  // It learns from labels, too: eigenvectors, projection and search.
  'evaluation.worker': 36,
  // Eigenvectors, projection and search, and what is checked.
  'lens.worker': 30,
  'private-file.worker': 6,
  // Papa Parse, and what is told of its rows.
  'table-reader.worker': 20,
  // TensorFlow.js is fetched only where our own kernels are wrong: it must not come back into the engine's chunk.
  'webgpu-engine': 15,
  'start-tfjs': 75,
  // re2js, whose file is called so.
  build: 48,
  lerc: 40,
  // With zarrita, Blosc and LZ4.
  'ome-zarr': 16,
  // geotiff's own, whose WebAssembly stands in the script.
  zstd: 35,
  'detect-slide': 25,
  'pako.esm': 16,
  // With what tells the kinds of fax compression apart.
  'decode-tiff': 17,
  'tiff-raster': 18,
  'decode-jpeg2000': 14,
  'decode-jpeg-ls': 14,
  'decode-htj2k': 14,
  // Cuts JPEG streams into rows, so that images of any size are decoded in parts.
  'jpeg-rows': 12,
};

/** For a lazy chunk that has no line above. */
const ANY_OTHER = 10;

/** A chunk imported at once; one imported by `import()` is lazy and matches nothing here. */
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"';()]*from\s*)?["'](\.[^"']+\.js)["']/g;

/**
 * Weights, WebAssembly, fonts and lazily loaded scripts are not counted.
 * @param {string} dist The folder of the build.
 * @returns {number} Kilobytes, to one decimal.
 */
export function measureFirstLoad(dist) {
  const bytes = [...loadedAtOnce(dist)].reduce((sum, file) => sum + gzippedBytes(dist, file), 0);
  return Math.round(bytes / 100) / 10;
}

/**
 * @param {string} dist The folder of the build.
 * @returns {string[]} A sentence for each limit that the build exceeds.
 */
export function overBudget(dist) {
  const atOnce = loadedAtOnce(dist);
  const lazy = readdirSync(path.join(dist, 'code'))
    .filter((file) => file.endsWith('.js') && !atOnce.has(`code/${file}`))
    .map((file) => ({ file, name: chunkName(file), size: gzippedBytes(dist, `code/${file}`) / 1000 }));
  const first = measureFirstLoad(dist);
  return [
    ...(first > FIRST_LOAD ? [`The first load weighs ${first} kB; ${FIRST_LOAD} kB are allowed.`] : []),
    ...lazy
      .map((chunk) => ({ ...chunk, limit: new Map(Object.entries(LAZY)).get(chunk.name) ?? ANY_OTHER }))
      .filter(({ size, limit }) => size > limit)
      .map(({ file, size, limit }) => `${file} weighs ${size.toFixed(1)} kB; ${limit} kB are allowed.`),
  ];
}

/** @param {string} dist */
function loadedAtOnce(dist) {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const linked = [...html.matchAll(/(?:src|href)="\.\/(code\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  const workers = readdirSync(path.join(dist, 'code'))
    .filter((file) => /\.worker-.*\.js$/.test(file) && !LATER_WORKERS.includes(chunkName(file)))
    .map((file) => `code/${file}`);
  const files = new Set(['index.html']);
  for (const entry of [...linked, ...workers]) addWithImports(dist, entry, files);
  return files;
}

/**
 * @param {string} dist
 * @param {string} file
 * @param {Set<string>} files Gains the file and all that it imports at once.
 */
function addWithImports(dist, file, files) {
  if (files.has(file)) return;
  files.add(file);
  if (!file.endsWith('.js')) return;
  for (const [, imported] of readFileSync(path.join(dist, file), 'utf8').matchAll(STATIC_IMPORT)) {
    if (imported) addWithImports(dist, path.posix.join(path.posix.dirname(file), imported), files);
  }
}

/**
 * @param {string} dist
 * @param {string} file
 */
function gzippedBytes(dist, file) {
  return gzipSync(readFileSync(path.join(dist, file))).length;
}

/** @param {string} file Its hash of eight characters, which may hold hyphens, is left out. */
function chunkName(file) {
  return file.slice(0, -'-12345678.js'.length);
}
