/** Puts the app's readers, stains and network on `window`: from the files of a folder to Gram entries. */
import { Connection } from '../../../src/base/rpc.ts';
import type { NoStains, Stains } from '../../../src/base/stains.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { patchReaders } from '../../../src/engine/decoding/patch-reader-pool.ts';
import type { FoundFile } from '../../../src/engine/intake/intake.ts';
import { intakeFromFiles } from '../../../src/engine/intake/walk.ts';
import { estimateGroups, stainGrouper, toldStains } from '../../../src/engine/stains/stain-groups.ts';
import type { GramEntries } from './gram-entries.ts';

trustOwnScripts();

const never = new AbortController().signal;

/** An image of the folder that was given, and what its slide's stains are. */
export interface StainedTile {
  readonly path: string;
  readonly stains: Stains | NoStains;
}

let files: ReadonlyMap<string, FoundFile> = new Map();
let networks: Connection<GramEntries>[] = [];

const calls = {
  /** @returns The images in the order of a run of the app, with their slides' stains as it tells them. */
  async open(pattern: string): Promise<StainedTile[]> {
    const chosen = document.querySelector('input')?.files;
    if (!chosen) throw new Error('choose a folder first');
    const found = (await intakeFromFiles(chosen)).files;
    files = new Map(found.map((file) => [file.path, file]));
    const rule = { kind: 'pattern', pattern } as const;
    const groups = await estimateGroups(found, rule, [], patchReaders(), never);
    const groupOf = await stainGrouper(rule);
    return found.map(({ path }) => {
      const stains = groups.find(({ name }) => name === groupOf(path))?.stains ?? 'little-tissue';
      return { path, stains };
    });
  },

  /** Starts so many networks, each on a thread of its own. @returns The id of their weights. */
  async start(count: number): Promise<string> {
    networks = Array.from(
      { length: count },
      () =>
        new Connection<GramEntries>(
          new Worker(new URL('./gram-entries.worker.ts', import.meta.url), { type: 'module', name: 'network' }),
        ),
    );
    const assetsUrl = new URL('assets/', document.baseURI).href;
    const started = await Promise.all(networks.map(({ remote }) => remote.start({ assetsUrl })));
    const [first] = started;
    if (!first?.trained) throw new Error('The trained weights are not there; see README.md.');
    return first.weightsId;
  },

  /** @param stains Of its slide, to be normalised; undefined leaves the image as it is. */
  async entriesOf(
    network: number,
    { path, size, stains }: { readonly path: string; readonly size: number; readonly stains?: Stains | NoStains },
  ): Promise<Float32Array> {
    const file = await files.get(path)?.open();
    const connection = networks[network];
    if (!file || !connection) throw new Error(`no file ${path}, or no network ${network}`);
    const { rgb } = await patchReaders().readPatch(file, { size, stains: toldStains(stains) }, never);
    return connection.remote.entriesOf({ image: rgb });
  },
};

export type RobustBench = typeof calls;

declare global {
  var robustBench: RobustBench;
}

globalThis.robustBench = calls;
