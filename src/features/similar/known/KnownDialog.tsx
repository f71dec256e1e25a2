import Search from 'lucide-react/icons/search';
import { useState } from 'react';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { JoinedColumn } from '../../../columns/table-columns.ts';
import { readTableRow } from '../../../engine/collection/open-collection.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatCount } from '../../../ui/format.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useTask } from '../../../ui/use-task.ts';
import styles from './Known.module.css';
import { splitByWords } from './split-by-words.ts';

interface Props {
  patch: Patch;
  columns: readonly JoinedColumn[];
  onClose: () => void;
}

/** A cell of a table that says something of the patch. */
interface Cell extends JoinedColumn {
  readonly words: string;
}

/** All that attached tables say of a patch, to be read and searched. */
export function KnownDialog({ patch, columns, onClose }: Props) {
  const [wanted, setWanted] = useState('');
  const cells = useTask(`${patch.id}`, () => readCells(patch.id, columns));
  const reports = cells.value?.filter(({ type }) => type === 'text') ?? [];
  const facts = cells.value?.filter(({ type }) => type !== 'text') ?? [];
  const found = reports.flatMap(({ words }) => splitByWords(words, wanted)).filter(({ isFound }) => isFound).length;
  return (
    <Dialog open onOpenChange={onClose} title="What is known" description={patch.path}>
      {cells.isRunning ? <Spinner label="Reading the tables" showLabel /> : null}
      {cells.error ? <ErrorNotice error={cells.error} /> : null}
      {cells.value?.length === 0 ? <p>No row of the attached tables names this patch.</p> : null}
      {facts.length > 0 ? (
        <dl className={styles.facts}>
          {facts.map(({ name, words }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {reports.length > 0 ? (
        <TextField
          label="Find in the text"
          hideLabel
          icon={<Search size={16} aria-hidden />}
          placeholder="Find in the text"
          value={wanted}
          onValueChange={setWanted}
          help={wanted.trim() === '' ? undefined : `${formatCount(found, 'time')} found`}
        />
      ) : null}
      {reports.map(({ name, words }) => (
        <section key={name} className={styles.report}>
          <h3>{name}</h3>
          <p>
            {splitByWords(words, wanted).map(({ text, isFound, at }) =>
              isFound ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
            )}
          </p>
        </section>
      ))}
    </Dialog>
  );
}

/** @throws AppError what reading a table throws. */
async function readCells(patchId: number, columns: readonly JoinedColumn[]): Promise<Cell[]> {
  const tableIds = [...new Set(columns.map(({ tableId }) => tableId))];
  const rows = new Map(await Promise.all(tableIds.map(async (id) => [id, await readTableRow(id, patchId)] as const)));
  return columns.flatMap((column) => {
    const words = rows.get(column.tableId)?.[column.at] ?? '';
    return words === '' ? [] : [{ ...column, words }];
  });
}
