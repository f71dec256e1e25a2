import { useMemo } from 'react';
import type { FoundFile } from '../../engine/intake/intake.ts';
import { countLabels, type LabelCount } from '../../engine/intake/labels.ts';
import { LONGEST } from '../../library/facts.ts';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from './LabelChoice.module.css';
import { type FormPart, labelLevels } from './review.ts';

/** More rows than anyone renames by hand would only make the dialog slow. */
const MOST_ROWS = 200;

interface Props extends FormPart {
  files: readonly Pick<FoundFile, 'path'>[];
  /** What they are, for the head of the table. */
  counted: 'Images' | 'Slides' | 'Files';
}

export function LabelChoice({ files, counted, form, change }: Props) {
  const levels = useMemo(() => labelLevels(files), [files]);
  const folders = useMemo(
    () => countLabels(files, { folderLevel: form.folderLevel, renamed: {} }),
    [files, form.folderLevel],
  );
  const options = levels.map(({ level, title, labels }) => ({
    value: String(level),
    label: title,
    ...(level > 0 && { note: formatCount(labels, 'label') }),
  }));
  const rename = (folder: string, label: string) => change({ renamed: new Map(form.renamed).set(folder, label) });
  return (
    <div className={styles.choice}>
      <Select
        label="Labels from"
        hint={
          <Hint about="a label">
            What a patch shows, taken from the name of its folder: “Tumour”, “Stroma”. Similar patches vote with their
            labels. Labels never change which patches are found.
          </Hint>
        }
        value={String(form.folderLevel)}
        onValueChange={(level) => change({ folderLevel: Number(level), renamed: new Map() })}
        options={options}
        disabled={options.length === 1}
        help={options.length === 1 ? 'There are no subfolders to take labels from.' : undefined}
      />
      {form.folderLevel > 0 ? (
        <div className={styles.scroller}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Folder</th>
                <th scope="col">Label</th>
                <th scope="col" className={styles.number}>
                  {counted}
                </th>
              </tr>
            </thead>
            <tbody>
              {folders.slice(0, MOST_ROWS).map((row) => (
                <LabelRow
                  key={row.folder}
                  row={row}
                  label={form.renamed.get(row.folder) ?? row.folder}
                  rename={rename}
                />
              ))}
            </tbody>
          </table>
          {folders.length > MOST_ROWS ? (
            <p className={styles.more}>and {formatNumber(folders.length - MOST_ROWS)} more</p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

interface RowProps {
  row: LabelCount;
  label: string;
  rename: (folder: string, label: string) => void;
}

function LabelRow({ row: { folder, images }, label, rename }: RowProps) {
  return (
    <tr>
      <th scope="row" className={styles.folder} title={folder}>
        {folder || 'not in a folder'}
      </th>
      <td>
        {folder ? (
          <input
            className={styles.input}
            aria-label={`Label for ${folder}`}
            value={label}
            placeholder={folder}
            maxLength={LONGEST.typed}
            onChange={(event) => rename(folder, event.target.value)}
            spellCheck={false}
            autoComplete="off"
          />
        ) : (
          <span className={styles.none}>no label</span>
        )}
      </td>
      <td className={styles.number}>{formatNumber(images)}</td>
    </tr>
  );
}
