import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** A chunk imported at once; one imported by `import()` is lazy and matches nothing here. */
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"';()]*from\s*)?["'](\.[^"']+\.js)["']/g;

/**
 * Kilobytes (1,000 bytes) of the page and its workers after gzip: HTML, style sheets and scripts with all that they
 * import at once. Weights, WebAssembly, fonts and lazily loaded codecs are not counted.
 */
export function measureFirstLoad(dist: string): number {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const linked = [...html.matchAll(/(?:src|href)="\.\/(code\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  const workers = readdirSync(path.join(dist, 'code'))
    .filter((file) => /\.worker-.*\.js$/.test(file))
    .map((file) => `code/${file}`);
  const files = new Set(['index.html']);
  for (const entry of [...linked, ...workers]) addWithImports(dist, entry, files);
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length, 0);
  return Math.round(bytes / 100) / 10;
}

function addWithImports(dist: string, file: string, files: Set<string>): void {
  if (files.has(file)) return;
  files.add(file);
  if (!file.endsWith('.js')) return;
  for (const [, imported] of readFileSync(path.join(dist, file), 'utf8').matchAll(STATIC_IMPORT)) {
    if (imported) addWithImports(dist, path.posix.join(path.posix.dirname(file), imported), files);
  }
}
