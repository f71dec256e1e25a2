import 'fake-indexeddb/auto';
import type { Profile } from '../../src/barcode/profile.ts';
import { exportCollection } from '../../src/library/archive/export-collection.ts';
import { createCollection } from '../../src/library/collections.ts';
import { commitBatch, type IndexedFile } from '../../src/library/commit-batch.ts';
import type { SourceRule } from '../../src/library/schema.ts';

export interface MadeCollection {
  readonly name: string;
  readonly profile: Profile;
  readonly sourceRule: SourceRule;
  readonly patches: readonly IndexedFile[];
}

/** Stores a collection of patches that were never encoded. @returns Its id. */
export async function storeMade({ name, profile, sourceRule, patches }: MadeCollection): Promise<string> {
  const { id } = await createCollection({
    name,
    profileName: 'custom',
    profile,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule,
  });
  await commitBatch(id, patches, []);
  return id;
}

/** An exported collection of patches that were never encoded: any state of the screens within seconds. */
export async function makeArchive(made: MadeCollection): Promise<Buffer> {
  const id = await storeMade(made);
  const pieces: Uint8Array[] = [];
  await exportCollection(
    id,
    async (piece) => void pieces.push(piece.slice()),
    new AbortController().signal,
    () => {},
  );
  return Buffer.concat(pieces);
}
