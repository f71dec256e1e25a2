/** Folders as nobody makes them but attackers and faulty software: deep, wide, and named to confuse. */
import { expect, it, vi } from 'vitest';
import { walkDirectory } from '../../src/engine/intake/walk.ts';
import { csvLine } from '../../src/library/archive/csv.ts';

vi.setConfig({ testTimeout: 60_000 });

type Child = { readonly kind: 'file' | 'directory'; readonly name: string };

function folder(name: string, children: () => Iterable<Child>): FileSystemDirectoryHandle {
  async function* values() {
    yield* children();
  }
  return { kind: 'directory', name, values } as unknown as FileSystemDirectoryHandle;
}

function file(name: string): Child {
  return { kind: 'file', name, getFile: async () => new File(['x'], name) } as Child;
}

it('10,000 folders within one another are walked to the bottom', async () => {
  let deepest = folder('bottom', () => [file('a.png')]);
  for (let depth = 0; depth < 10_000; depth++) {
    const inner = deepest;
    deepest = folder('d', () => [inner]);
  }
  const { files, skipped } = await walkDirectory(deepest);
  expect(files).toHaveLength(1);
  expect(files[0]?.path).toMatch(/^(d\/){9999}bottom\/a\.png$/);
  expect(skipped.unreadable).toEqual([]);
});

it('100,000 files in one folder are all found, each once', async () => {
  function* many() {
    for (let at = 0; at < 100_000; at++) yield file(`${at}.png`);
  }
  const { files } = await walkDirectory(folder('wide', many));
  expect(new Set(files.map(({ path }) => path)).size).toBe(100_000);
});

const NAMES = [
  '<img src=x onerror=alert(1)>.png',
  '"><script>alert(1)</script>.png',
  `${'long'.repeat(999)}.png`,
  'right\u202egnp.exe.png',
  '\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627.png',
  '👩🏽‍🔬🔬.png',
  'e\u0301.png',
  '\u00e9.png',
  'zero\u200bwidth\u2060.png',
  'null\u0000.png',
  'line\nbreak\ttab.png',
  'lone\ud800surrogate.png',
  '..png',
  '=cmd|calc.png',
  '__proto__.png',
  'constructor.png',
  'a#1,2.png',
  '%2e%2e%2f.png',
  'Z̸̡̛͎͓̗a̵l̴g̷o̶.png',
];

it('names with every trick are kept to the letter, and stay apart', async () => {
  const { files } = await walkDirectory(folder('names', () => NAMES.map(file)));
  const hidden = NAMES.filter((name) => name.startsWith('.'));
  expect(files.map(({ path }) => path).sort()).toEqual(NAMES.filter((name) => !hidden.includes(name)).sort());
});

it('names never break a line of a table that is exported', () => {
  for (const name of NAMES) {
    const line = csvLine([name, 'label']);
    expect(line.replace(/"(?:[^"]|"")*"/g, 'quoted').trim()).not.toContain('\n');
  }
});
