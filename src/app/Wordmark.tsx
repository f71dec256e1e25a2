import { Link } from 'wouter';
import { START_PATH } from '../ui/routes.ts';
import { Mark } from './Mark.tsx';
import styles from './Wordmark.module.css';

export function Wordmark() {
  return (
    <Link href={START_PATH} className={styles.wordmark}>
      <Mark />
      Gramscope
    </Link>
  );
}
