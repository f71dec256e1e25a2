import { useState } from 'react';
import type { ColumnType, Naming, TableColumn } from '../../base/table.ts';
import type { ColumnOverview } from '../../tables/table-reader.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Select } from '../../ui/Select.tsx';
import styles from './TableDialog.module.css';

const TYPES: readonly { value: ColumnType; label: string }[] = [
  { value: 'category', label: 'Category' },
  { value: 'number', label: 'Number, 1.5' },
  { value: 'decimal-comma', label: 'Number, 1,5' },
  { value: 'date', label: 'Date' },
  { value: 'identifier', label: 'Identifier' },
  { value: 'text', label: 'Long text' },
];

/** More are shown when they are asked for. */
const MOST_AT_ONCE = 50;

interface Props {
  overviews: readonly ColumnOverview[];
  naming: Naming;
  columns: readonly TableColumn[];
  onChange: (columns: readonly TableColumn[]) => void;
}

/** What each column holds, as it was guessed or corrected, and whether hits show it. */
export function ColumnChoice({ overviews, naming, columns, onChange }: Props) {
  const [areAllShown, setAreAllShown] = useState(false);
  const shown = areAllShown ? columns : columns.slice(0, MOST_AT_ONCE);
  const change = (at: number, changed: Partial<TableColumn>) =>
    onChange(columns.map((column, place) => (place === at ? { ...column, ...changed } : column)));
  return (
    <section aria-label="Columns">
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col" className={styles.check}>
              Show
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ header, type, isShown }, at) => {
            const overview = overviews[at];
            const reason = at === naming.column ? 'names patches' : overview?.reason;
            return (
              <tr key={header}>
                <th scope="row">
                  <span className={styles.header}>{header}</span>
                  <span className={styles.samples}>{overview?.samples.join(', ') || 'empty'}</span>
                </th>
                <td>
                  <Select
                    label={`Type of ${header}`}
                    hideLabel
                    size="small"
                    value={type}
                    onValueChange={(changed) =>
                      change(at, { type: changed, ...(changed === 'text' && { isShown: false }) })
                    }
                    options={TYPES}
                  />
                  {type === overview?.type || at === naming.column ? (
                    <span className={styles.samples}>{reason}</span>
                  ) : null}
                </td>
                <td className={styles.check}>
                  <input
                    type="checkbox"
                    aria-label={`Show ${header} at hits`}
                    checked={isShown}
                    disabled={type === 'text'}
                    onChange={({ target }) => change(at, { isShown: target.checked })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown.length < columns.length ? (
        <Button size="small" variant="quiet" onClick={() => setAreAllShown(true)}>
          Show {formatCount(columns.length - shown.length, 'more column')}
        </Button>
      ) : null}
    </section>
  );
}
