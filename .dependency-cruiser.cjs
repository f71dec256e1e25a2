/**
 * Imports run one way: app -> features -> {ui, engine} -> {search, encoder, imaging, tables} -> columns -> library -> evaluation -> barcode -> base.
 * Each rule names a room and what it may not reach; ARCHITECTURE.md explains the rooms.
 */
const rooms = {
  base: [],
  barcode: [],
  offline: ['base'],
  evaluation: ['base', 'barcode'],
  imaging: ['base', 'barcode'],
  tables: ['base'],
  encoder: ['base', 'barcode'],
  library: ['base', 'barcode'],
  columns: ['base', 'barcode', 'library'],
  search: ['base', 'barcode', 'evaluation', 'library', 'columns'],
  engine: ['base', 'barcode', 'evaluation', 'imaging', 'encoder', 'library', 'columns', 'search', 'tables'],
  ui: ['base'],
  features: ['base', 'barcode', 'evaluation', 'library', 'columns', 'search', 'tables', 'engine', 'ui'],
  app: ['base', 'barcode', 'evaluation', 'library', 'columns', 'engine', 'ui', 'features'],
};

const oneWay = Object.entries(rooms).map(([room, below]) => ({
  name: `${room}-imports-downward`,
  severity: 'error',
  comment: `${room}/ may import only itself and: ${below.join(', ') || 'nothing'}`,
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'features-stay-apart',
      severity: 'error',
      comment: 'A feature never imports another one; what two share moves down to ui/ or engine/.',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'tensorflow-only-in-encoder',
      severity: 'error',
      comment: 'TensorFlow.js sits behind FeatureExtractor.',
      from: { path: '^src/', pathNot: '^src/encoder/' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'engine-knows-workers-as-types',
      severity: 'error',
      comment: 'engine/ calls the classes that workers serve by RPC; by value they would run on the page.',
      from: { path: '^src/engine/', pathNot: '\\.test\\.ts$|/testing/' },
      to: {
        path: '^src/(columns/patch-loader|search/search-worker|search/scan-helper|search/evaluation/evaluation-worker|imaging/patch-reader|imaging/slides/slide-reader|encoder/encoder-service|tables/table-reader)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'worker-entries-stand-alone',
      severity: 'error',
      comment: 'A worker entry is started by its address and never imported: a module that is imported too runs twice.',
      from: {},
      to: { path: '\\.worker\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-stands-alone',
      severity: 'error',
      comment: 'What ships imports nothing of its tests, benchmarks and scripts.',
      from: { path: '^src/', pathNot: '(\\.test\\.ts|/testing/.*)$' },
      to: { path: '^(bench|e2e|scripts)/|/testing/' },
    },
    {
      name: 'tests-of-src-borrow-little',
      severity: 'error',
      comment: 'Unit tests may use the reference implementation and the way to the shared folder.',
      from: { path: '^src/' },
      to: { path: '^(bench|e2e|scripts)/', pathNot: '^(e2e/reference|scripts/setup)/' },
    },
    {
      name: 'outside-drives-the-app',
      severity: 'error',
      comment: 'Tests, benchmarks and scripts use the screens through a browser, never by import.',
      from: { path: '^(bench|e2e|scripts)/' },
      to: { path: '^src/(app|features|ui)/' },
    },
    {
      name: 'e2e-knows-no-benchmarks',
      severity: 'error',
      comment: 'What a test and a benchmark share lies in e2e/support or e2e/harness.',
      from: { path: '^e2e/' },
      to: { path: '^bench/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.as\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
};
