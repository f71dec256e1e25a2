import { type ReactNode, useState } from 'react';
import { barcodeBits } from '../../barcode/profile.ts';
import { collectionBytes } from '../../engine/collection/collections.ts';
import { failureReport, listFailures } from '../../engine/indexing/failure-report.ts';
import type { ReadCollection } from '../../library/read-records.ts';
import type { CollectionRecord, CutRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FailuresDialog } from '../../ui/FailuresDialog.tsx';
import { formatBytes, formatCount, formatDate, formatNumber, formatPercent } from '../../ui/format.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useTask } from '../../ui/use-task.ts';
import styles from './DetailsDialog.module.css';
import { PROFILE_TITLES } from './profile-titles.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';
import { SetsSection } from './SetsSection.tsx';
import { SourceSection } from './SourceSection.tsx';
import { StainsSection } from './StainsSection.tsx';
import { TablesSection } from './TablesSection.tsx';

export interface DetailsDialogProps extends CollectionDialogProps {
  collection: ReadCollection;
}

/** All there is to know about a collection. */
export function DetailsDialog({ collection, onClose }: DetailsDialogProps) {
  const { name, patchCount, nextId = patchCount, unfinished, createdAt, labelRule, cutRule } = collection;
  const { unreadable = [] } = collection;
  /** Older versions imported files that said what no collection says. */
  const ifReadable = (fact: keyof CollectionRecord, words: ReactNode) =>
    unreadable.some((each) => each === fact) ? 'cannot be read' : words;
  const bytes = collectionBytes(collection);
  return (
    <Dialog open onOpenChange={onClose} width="narrow" title={name}>
      <dl className={styles.facts}>
        <Fact name="Patches">
          {formatNumber(patchCount)}
          {unfinished && unfinished.total > patchCount ? ` of ${formatNumber(unfinished.total)}` : ''}
          {unfinished ? ' (not finished)' : ''}
          {nextId > patchCount ? `; of ${formatNumber(nextId - patchCount)} deleted ones the paths are kept` : ''}
        </Fact>
        <Fact name="Failed files">
          <Failures collectionId={collection.id} name={name} />
        </Fact>
        {collection.added ? (
          <Fact name="Folders added">{collection.added.map((folder) => folder.name).join(', ')}</Fact>
        ) : null}
        <Fact name="Profile">{ifReadable('profile', profileWords(collection))}</Fact>
        <Fact name="Labels">
          {ifReadable(
            'labelRule',
            labelRule.folderLevel > 0 ? `from folder level ${labelRule.folderLevel}` : 'none from folders',
          )}
        </Fact>
        <Fact name="Cases">{ifReadable('sourceRule', <SourceSection collection={collection} />)}</Fact>
        {cutRule || unreadable.includes('cutRule') ? (
          <Fact name="Slides cut">{ifReadable('cutRule', cutRule && cutWords(cutRule))}</Fact>
        ) : null}
        {collection.profile.stain ? (
          <Fact name="Stains">{ifReadable('stains', <StainsSection collection={collection} />)}</Fact>
        ) : null}
        <Fact name="Tables">
          {ifReadable('tables', <TablesSection collection={collection} onLeave={() => onClose()} />)}
        </Fact>
        <Fact name="Sets">
          <SetsSection collectionId={collection.id} onLeave={() => onClose()} />
        </Fact>
        <Fact name="On disk">
          {formatBytes(bytes.total)} (barcodes {formatBytes(bytes.barcodes)}, colours {formatBytes(bytes.colours)},
          thumbnails {formatBytes(bytes.thumbnails)}
          {bytes.tables > 0 ? `, tables ${formatBytes(bytes.tables)}` : ''})
        </Fact>
        <Fact name="Created">{ifReadable('createdAt', formatDate(createdAt))}</Fact>
      </dl>
    </Dialog>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function cutWords({ patchSize, micronsPerPixel, leastTissue }: CutRule): string {
  const resolution = micronsPerPixel === undefined ? 'in their own pixels' : `at ${micronsPerPixel} µm/px`;
  return `${patchSize} px ${resolution}, minimum tissue ${formatPercent(leastTissue)}`;
}

function profileWords({ profileName, profile }: CollectionRecord): string {
  return `${PROFILE_TITLES[profileName]}: ${profile.size} px, ${formatCount(barcodeBits(profile), 'bit')} per patch`;
}

function Failures({ collectionId, name }: { collectionId: string; name: string }) {
  const { value: failures = [], error } = useTask(collectionId, () => listFailures(collectionId));
  const [isOpen, setIsOpen] = useState(false);
  if (error) return <ErrorNotice error={error} />;
  if (failures.length === 0) return 'none';
  return (
    <>
      {formatNumber(failures.length)}{' '}
      <Button size="small" onClick={() => setIsOpen(true)}>
        Show report
      </Button>
      <FailuresDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        failures={failures}
        onSave={() => saveFile(`${name} failures.csv`, failureReport(failures))}
      />
    </>
  );
}
