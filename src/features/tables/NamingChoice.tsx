import type { Naming, NamingWay } from '../../base/table.ts';
import type { MatchOverview, NamedRows } from '../../tables/table-reader.ts';
import { FoldedNames } from '../../ui/FoldedNames.tsx';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { Select } from '../../ui/Select.tsx';
import styles from './TableDialog.module.css';

const WAYS: readonly { value: NamingWay; label: string }[] = [
  { value: 'path', label: 'Path' },
  { value: 'file-name', label: 'File name or slide' },
  { value: 'tcga', label: 'TCGA barcode' },
  { value: 'folder', label: 'Folder' },
  { value: 'beginning', label: 'Beginning of the file name' },
];

interface Props {
  headers: readonly string[];
  naming: Naming;
  /** Undefined before the first answer. */
  matched: MatchOverview | undefined;
  isMatching: boolean;
  onChange: (naming: Naming) => void;
}

/** Which column names patches, and what comes of it. */
export function NamingChoice({ headers, naming, matched, isMatching, onChange }: Props) {
  return (
    <section className={styles.naming} aria-label="Match with patches">
      <div className={styles.choices}>
        <Select
          label="Patches are named by"
          value={String(naming.column)}
          onValueChange={(column) => onChange({ ...naming, column: Number(column) })}
          options={headers.map((label, at) => ({ value: String(at), label }))}
        />
        <Select
          label="It holds the"
          value={naming.way}
          onValueChange={(way) => onChange({ ...naming, way })}
          options={WAYS}
        />
      </div>
      {matched ? <Outcome matched={matched} isMatching={isMatching} /> : null}
    </section>
  );
}

function Outcome({ matched, isMatching }: { matched: MatchOverview; isMatching: boolean }) {
  const { matchedRows, matchedImages, unmatchedImages, unmatchedRows, contradictingRows } = matched;
  const rows = formatCount(matchedRows, 'row matches', 'rows match');
  return (
    <div className={styles.outcome} aria-busy={isMatching}>
      <p role="status" className={styles.counts}>
        {rows} {formatCount(matchedImages, 'patch', 'patches')}
        {unmatchedImages > 0 ? (
          <span className={styles.quiet}>, {formatNumber(unmatchedImages)} without a row</span>
        ) : null}
      </p>
      <Rows
        rows={unmatchedRows}
        words={formatCount(unmatchedRows.count, 'row matches nothing', 'rows match nothing')}
      />
      <Rows
        rows={contradictingRows}
        words={`${formatCount(contradictingRows.count, 'row names', 'rows name')} what an earlier row names, with other values: the first row counts`}
      />
    </div>
  );
}

function Rows({ rows: { count, first }, words }: { rows: NamedRows; words: string }) {
  if (count === 0) return null;
  return (
    <FoldedNames summary={words} more={count - first.length}>
      {first.map(({ row, name }) => (
        <li key={row}>
          <span className={styles.quiet}>{formatNumber(row)}</span> {name || '(empty)'}
        </li>
      ))}
    </FoldedNames>
  );
}
