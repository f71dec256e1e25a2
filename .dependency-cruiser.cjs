/**
 * Imports run one way: app -> features -> {ui, engine} -> {library, encoder, imaging} -> evaluation -> {barcode, base}; barcode and base import nothing.
 * Each rule names a room and what it may not reach; ARCHITECTURE.md explains the rooms.
 */
const rooms = {
  base: [],
  barcode: [],
  offline: ['base'],
  evaluation: ['base', 'barcode'],
  imaging: ['base', 'barcode', 'evaluation'],
  encoder: ['base', 'barcode'],
  library: ['base', 'barcode', 'evaluation'],
  engine: ['base', 'barcode', 'evaluation', 'imaging', 'encoder', 'library'],
  ui: ['base'],
  features: ['base', 'barcode', 'evaluation', 'library', 'engine', 'ui'],
  app: ['base', 'barcode', 'evaluation', 'library', 'engine', 'ui', 'features'],
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
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
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
