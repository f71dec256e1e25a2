import type { ReactNode } from 'react';
import styles from './Table.module.css';

/** Words about the row above, which stay in sight while its figures are scrolled sideways. */
export function DetailRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr className={styles.detail}>
      <td colSpan={columns}>
        <div className={styles.detailWords}>{children}</div>
      </td>
    </tr>
  );
}
