import styles from './PatchName.module.css';

/** A path in one line: the folders give way first, the file's name stays readable as long as it can. */
export function PatchName({ path }: { path: string }) {
  const cut = path.lastIndexOf('/') + 1;
  return (
    <span className={styles.path} title={path}>
      {cut > 0 ? <span className={styles.folders}>{path.slice(0, cut)}</span> : null}
      <span className={styles.file}>{path.slice(cut)}</span>
    </span>
  );
}
