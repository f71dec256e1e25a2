const NEEDED = [20, 19];

/** Ends with a sentence where Node.js is too old to build the app. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NEEDED;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  console.error(`Gramscope needs Node.js ${NEEDED.join('.')} or later; this is ${process.versions.node}.`);
  process.exit(1);
}
