/** npm run test:soak: the long forms of the tests that npm test runs short: 50 kills, 20,000 bad files of every format. */
process.env.GRAMSCOPE_KILLS ??= '50';
process.env.GRAMSCOPE_MUTATIONS ??= '20000';
await import('./test.mjs');
