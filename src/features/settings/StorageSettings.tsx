import { useState } from 'react';
import { useStore } from 'zustand';
import { appVersionStore } from '../../engine/app/app-version.ts';
import { type KeptFiles, storedProgram } from '../../engine/app/stored.ts';
import { collectionBytes, type StorageUse, storageUse } from '../../engine/collection/collections.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { removalStore } from '../../engine/collection/removal.ts';
import { forgetActs } from '../../engine/collection/undo.ts';
import { undoStore } from '../../engine/collection/undo-store.ts';
import { interruptedImportsStore } from '../../engine/transfer/interrupted-imports.ts';
import { type BinUse, binUse } from '../../library/bin.ts';
import { canAskForPersistence } from '../../library/persist.ts';
import { privateFilesUse, removeOwnPrivateFiles } from '../../library/private-files.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes, formatCount, formatStored } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { useVersion } from '../../ui/use-change.ts';
import { type Task, useTask } from '../../ui/use-task.ts';
import { DeleteEverything } from './DeleteEverything.tsx';
import { Section } from './Section.tsx';
import styles from './StorageSettings.module.css';

export function StorageSettings() {
  const collections = useStore(collectionsStore, (state) => state.collections);
  const interrupted = useStore(interruptedImportsStore, (state) => state.imports);
  const removal = useStore(removalStore);
  const refusal = useStore(appVersionStore, (state) => state.refusal);
  const { last: use, error: spaceError } = useStorageUse(collections);
  const hasDeleted = useStore(undoStore, ({ acts }) => acts.some(({ change }) => change.kind === 'deleted'));
  const { value: program, error: programError } = useTask('program', storedProgram);
  const { last: bin, error: binError } = useBinUse();
  const [removals, setRemovals] = useState(0);
  const { last: exported, error: exportedError } = useTask(`${removals}`, () => privateFilesUse());
  const { error: eraseError, isBusy: isErasing, run } = useAction();
  const removeExported = () => run(() => removeOwnPrivateFiles().then(() => setRemovals(removals + 1)));
  const errors = [removal.error, refusal, spaceError, programError, binError, exportedError, eraseError].filter(
    (error) => error !== undefined,
  );
  return (
    <Section title="What is stored on this machine">
      {use?.usage !== undefined && use.quota !== undefined ? <Meter usage={use.usage} quota={use.quota} /> : null}
      {use ? <p>{persistenceWords(use)}</p> : null}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">How many</th>
            <th scope="col">On disk</th>
          </tr>
        </thead>
        <tbody>
          {(collections ?? []).map((collection) => (
            <CollectionRows key={collection.id} collection={collection} />
          ))}
          {interrupted.map(({ restoring, ...stored }) => (
            <tr key={stored.id}>
              <th scope="row">{stored.name} (interrupted import)</th>
              <td>{formatStored(stored.patchCount, restoring.total)}</td>
              <td>{formatBytes(collectionBytes(stored).total)}</td>
            </tr>
          ))}
          {bin && bin.patches > 0 ? (
            <tr>
              <th scope="row">Deleted patches, kept for undo</th>
              <td>{formatCount(bin.patches, 'patch', 'patches')}</td>
              <td>{formatBytes(bin.bytes)}</td>
            </tr>
          ) : null}
          {exported && exported.files > 0 ? (
            <tr>
              <th scope="row">Exported files, kept until their page is closed</th>
              <td>{formatCount(exported.files, 'file')}</td>
              <td>{formatBytes(exported.bytes)}</td>
            </tr>
          ) : null}
          <ProgramRow name="The program, for work without a network" kept={program?.app} />
          <ProgramRow name="The network’s weights" kept={program?.weights} />
        </tbody>
      </table>
      {removal.isRemoving ? (
        <p>Deleted collections are still being removed: their space comes back by itself.</p>
      ) : null}
      {errors.map((error, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be the same.
        <ErrorNotice key={at} error={error} />
      ))}
      <div className={styles.actions}>
        {hasDeleted ? (
          <Button disabled={isErasing} onClick={() => run(() => forgetActs({ kind: 'deleted' }))}>
            Erase deleted patches now
          </Button>
        ) : null}
        {exported && exported.files > 0 ? (
          <Button disabled={isErasing} onClick={removeExported}>
            Remove exported files
          </Button>
        ) : null}
        <DeleteEverything />
      </div>
    </Section>
  );
}

/** Tables have a row of their own: they may say most about patients. */
function CollectionRows({ collection }: { collection: CollectionRecord }) {
  const { name, patchCount, tables = [], lens } = collection;
  const bytes = collectionBytes(collection);
  return (
    <>
      <tr>
        <th scope="row">{name}</th>
        <td>{formatCount(patchCount, 'patch', 'patches')}</td>
        <td>{formatBytes(bytes.total - bytes.tables - bytes.lens)}</td>
      </tr>
      {tables.length > 0 ? (
        <tr>
          <th scope="row">Tables attached to {name}</th>
          <td>{formatCount(tables.length, 'table')}</td>
          <td>{formatBytes(bytes.tables)}</td>
        </tr>
      ) : null}
      {lens ? (
        <tr>
          <th scope="row">Similarity learned from the labels of {name}</th>
          <td>{formatCount(lens.directions, 'direction')}</td>
          <td>{formatBytes(bytes.lens)}</td>
        </tr>
      ) : null}
    </>
  );
}

function ProgramRow({ name, kept }: { name: string; kept: KeptFiles | undefined }) {
  if (!kept || kept.files === 0) return null;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatCount(kept.files, 'file')}</td>
      <td>{formatBytes(kept.bytes)}</td>
    </tr>
  );
}

function Meter({ usage, quota }: { usage: number; quota: number }) {
  const words = `${formatBytes(usage)} used of ${formatBytes(quota)} that the browser allows`;
  return (
    <div>
      <meter className={styles.meter} aria-label="Storage used" value={usage} max={quota}>
        {words}
      </meter>
      <p>{words}</p>
    </div>
  );
}

function persistenceWords({ persisted }: StorageUse): string {
  if (persisted) return 'The browser keeps this storage until you clear it yourself.';
  const risk = 'The browser may clear this storage when the disk runs full';
  return canAskForPersistence()
    ? `${risk}. Gramscope asks for lasting storage whenever a collection is made: Firefox then asks you, other browsers decide by themselves, mostly by how much the page is used.`
    : `${risk}, and offers no lasting storage. Export what you want to keep.`;
}

/** Measured again whenever the collections change. */
function useStorageUse(collections: unknown): Task<StorageUse> {
  return useTask(`${useVersion(collections)}`, () => storageUse());
}

/** Measured again whenever something is deleted, brought back or erased. */
function useBinUse(): Task<BinUse> {
  const acts = useStore(undoStore, (state) => state.acts);
  return useTask(`${useVersion(acts)}`, () => binUse());
}
