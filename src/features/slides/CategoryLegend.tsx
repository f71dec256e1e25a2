import { CASE_COLUMN } from '../../columns/case-column.ts';
import { setOfColumn } from '../../columns/set-column.ts';
import { formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import styles from './HeatLegend.module.css';
import type { CategoryCells } from './use-category-cells.ts';

/** More would fill the screen. */
const MOST_WORDS = 12;

/** Which colour stands for what on this slide. */
export function CategoryLegend({ words, column }: Pick<CategoryCells, 'words' | 'column'>) {
  const more = words.length - MOST_WORDS;
  return (
    <section className={styles.legend} aria-label="Colours of the patches">
      <span className={styles.name}>{titleOf(column)}</span>
      <ul className={styles.words}>
        {words.slice(0, MOST_WORDS).map(({ word, place, count }) => (
          <li key={word} className={styles.word}>
            <LabelMark index={place} /> {setOfColumn(column) ?? word}{' '}
            <span className={styles.name}>{formatNumber(count)}</span>
          </li>
        ))}
        {more > 0 ? <li className={styles.name}>and {formatNumber(more)} more</li> : null}
      </ul>
    </section>
  );
}

function titleOf(column: string): string {
  if (column === CASE_COLUMN) return 'Case';
  return setOfColumn(column) === undefined ? `${column.charAt(0).toUpperCase()}${column.slice(1)}` : 'Set';
}
