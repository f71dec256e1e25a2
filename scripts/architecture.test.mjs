import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Files and folders of the project, from its root. */
function namesInProject() {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  return new Set(files.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))));
}

// A copy without its history, a release's say, has no list of files.
it.skipIf(!existsSync(path.join(root, '.git')))('every file and folder that ARCHITECTURE.md names is there', () => {
  const names = [...namesInProject()];
  const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./@-]+)`/g)].map(([, name]) => `${name}`.replace(/\/$/, ''));
  const paths = named.filter((name) => name.includes('/') || /\.(ts|tsx|mjs|cjs|wgsl|md)$/.test(name));
  expect(paths.length).toBeGreaterThan(50);
  // Most are named from the room that the sentence is about.
  expect(paths.filter((name) => !names.some((known) => known === name || known.endsWith(`/${name}`)))).toEqual([]);
});

/**
 * The folders of a room, as it lists them behind a colon.
 * @param {string} room
 */
function listedIn(room) {
  const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
  const [, list = ''] = new RegExp(`^${room}/ .*: (.+)$`, 'm').exec(text) ?? [];
  return list.split(', ').sort();
}

it.each(['features', 'engine'])('ARCHITECTURE.md lists every folder of %s', (room) => {
  const folders = readdirSync(path.join(root, 'src', room), { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  expect(listedIn(room)).toEqual(folders.map(({ name }) => name).sort());
});
