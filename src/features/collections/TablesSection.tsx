import { useRef } from 'react';
import { useStore } from 'zustand';
import { ERROR_TEXTS } from '../../base/error-texts.ts';
import type { TableFacts } from '../../base/table.ts';
import { useOpened } from '../../engine/collection/open-collection-store.ts';
import { detachTable, startAttaching } from '../../engine/tables/attaching.ts';
import { tableErrorsStore } from '../../engine/tables/joined-tables.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import styles from './TablesSection.module.css';

/** The tables of a collection. They are attached and changed while it is open, since its patches tell what matches. */
export function TablesSection({ collection, onLeave }: { collection: CollectionRecord; onLeave: () => void }) {
  const { id, tables = [] } = collection;
  const isOpen = useOpened(id, ({ status }) => status === 'open') === true;
  const { isBusy, error, run } = useAction();
  const take = (file: File, former?: TableFacts) => {
    onLeave();
    startAttaching({ collectionId: id, file, ...(former && { former }) });
  };
  return (
    <>
      {tables.map((table) => (
        <div key={table.id} className={styles.table}>
          <TableName table={table} />
          {isOpen ? (
            <div className={styles.actions}>
              <Button
                size="small"
                aria-label={`Columns of ${table.name}`}
                onClick={() => {
                  onLeave();
                  startAttaching({ collectionId: id, former: table });
                }}
              >
                Columns…
              </Button>
              <ChooseTable label={`Replace ${table.name}`} words="Replace…" onFile={(file) => take(file, table)} />
              <Button
                size="small"
                aria-label={`Detach ${table.name}`}
                disabled={isBusy}
                onClick={() => run(() => detachTable(id, table.id))}
              >
                Detach
              </Button>
            </div>
          ) : null}
        </div>
      ))}
      {error ? <ErrorNotice error={error} /> : null}
      {isOpen ? (
        <ChooseTable label="Attach a table" words="Attach a table…" onFile={(file) => take(file)} />
      ) : (
        <span className={styles.quiet}>{tables.length > 0 ? 'Open the collection to change them' : 'none'}</span>
      )}
    </>
  );
}

function TableName({ table: { id, name, rows, columns } }: { table: TableFacts }) {
  const error = useStore(tableErrorsStore, ({ errors }) => errors.get(id));
  return (
    <div>
      {name}{' '}
      <span className={styles.quiet}>
        {formatCount(rows, 'row')}, {formatCount(columns.length, 'column')}
      </span>
      {error ? <p className={styles.error}>{ERROR_TEXTS[error.code].sentence}</p> : null}
    </div>
  );
}

function ChooseTable({ label, words, onFile }: { label: string; words: string; onFile: (file: File) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" aria-label={label} onClick={() => chooser.current?.click()}>
        {words}
      </Button>
      <input
        ref={chooser}
        type="file"
        accept=".csv,.tsv,.tab,.txt,text/csv"
        hidden
        aria-label={`${label}: file`}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
