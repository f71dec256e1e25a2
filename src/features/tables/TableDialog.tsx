import { useEffect, useState } from 'react';
import type { Naming, TableChoice } from '../../base/table.ts';
import { type Attaching, endAttaching, type OpenedTable, openTable } from '../../engine/tables/attaching.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useTask } from '../../ui/use-task.ts';
import { ColumnChoice } from './ColumnChoice.tsx';
import { NamingChoice } from './NamingChoice.tsx';
import styles from './TableDialog.module.css';
import { oddityWords, tableWords } from './table-words.ts';

/** Shows what a table holds and which patches it names, lets a person correct it, and attaches it. */
export function TableDialog({ attaching }: { attaching: Attaching }) {
  const { file, former } = attaching;
  const opened = useTask('table', (signal) => openTable(attaching, signal));
  const table = opened.value;
  useEffect(() => () => table?.close(), [table]);
  const title = !former ? 'Attach a table' : file ? 'Replace a table' : 'Change a table';
  if (table) return <Review title={title} attaching={attaching} table={table} />;
  return (
    <Dialog
      open
      onOpenChange={endAttaching}
      width="narrow"
      title={title}
      description={file?.name ?? former?.name}
      footer={<Button onClick={endAttaching}>{opened.error ? 'Close' : 'Cancel'}</Button>}
    >
      {opened.error ? <ErrorNotice error={opened.error} /> : <Spinner label="Reading the table" showLabel />}
    </Dialog>
  );
}

interface ReviewProps {
  title: string;
  attaching: Attaching;
  table: OpenedTable;
}

function Review({ title, attaching: { file, former }, table }: ReviewProps) {
  const { overview, suggestion } = table;
  const [choice, setChoice] = useState<TableChoice>(suggestion);
  const { naming } = choice;
  const matched = useTask(`${naming.column} ${naming.way}`, () => table.match(naming));
  const { isBusy, error, run } = useAction();
  const confirm = () =>
    run(async () => {
      await table.attach(choice);
      endAttaching();
    });
  const rename = (changed: Naming) => setChoice({ ...choice, naming: changed });
  const oddities = oddityWords(overview.oddities);
  return (
    <Dialog
      open
      onOpenChange={endAttaching}
      width="wide"
      title={title}
      description={`${file?.name ?? former?.name}: ${tableWords(overview)}`}
      footer={
        <>
          <Button onClick={endAttaching}>Cancel</Button>
          <Button variant="primary" disabled={isBusy || !matched.value?.matchedImages} onClick={confirm}>
            {!former ? 'Attach' : file ? 'Replace' : 'Change'}
          </Button>
        </>
      }
    >
      <div className={styles.review}>
        <NamingChoice
          headers={overview.columns.map(({ header }) => header)}
          naming={naming}
          matched={matched.last}
          isMatching={matched.isRunning}
          onChange={rename}
        />
        {matched.error ? <ErrorNotice error={matched.error} /> : null}
        {oddities.length > 0 ? <p className={styles.quiet}>{oddities.join(' ')}</p> : null}
        <ColumnChoice
          overviews={overview.columns}
          naming={naming}
          columns={choice.columns}
          onChange={(columns) => setChoice({ ...choice, columns })}
        />
        {error ? <ErrorNotice error={error} /> : null}
        <p className={styles.quiet}>The table is stored in this browser only. Labels stay as they are.</p>
      </div>
    </Dialog>
  );
}
