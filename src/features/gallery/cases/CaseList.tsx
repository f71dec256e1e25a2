import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { CASE_COLUMN } from '../../../columns/case-column.ts';
import type { Matches } from '../../../columns/filter.ts';
import { naturalOrder } from '../../../columns/natural-order.ts';
import type { Patches } from '../../../columns/patches.ts';
import { membersOf, wordsAmong } from '../../../columns/summary.ts';
import { useThumbnails } from '../../../engine/collection/use-thumbnails.ts';
import { useShownBesideCases } from '../../../engine/tables/use-known.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCount, formatNumber } from '../../../ui/format.ts';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import { setPath } from '../../../ui/routes.ts';
import { showCase } from '../gallery-view.ts';
import styles from './CaseList.module.css';

interface Case {
  readonly name: string;
  /** Its patches that pass the filter. */
  readonly ids: readonly number[];
}

const ROW = 132;
const SHOWN = 6;

/** The cases that the patches make which pass the filter, by name: what is known of each, and a way to search with it. */
export function CaseList({ patches, matches }: { patches: Patches; matches: Matches }) {
  const cases = useCases(patches, matches);
  const area = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: cases.length,
    getScrollElement: () => area.current,
    estimateSize: () => ROW,
    overscan: 4,
  });
  const shown = rows.getVirtualItems();
  const urlOf = useThumbnails(
    patches.table.collectionId,
    shown.flatMap(({ index }) => cases[index]?.ids.slice(0, SHOWN) ?? []),
    100,
  );
  return (
    <div ref={area} className={styles.area}>
      <p className={styles.count}>{formatCount(cases.length, 'case')}</p>
      <ul className={styles.list} aria-label="Cases" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const each = cases[index];
          return each ? (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={cases.length}
              aria-posinset={index + 1}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              <CaseRow {...each} patches={patches} urlOf={urlOf} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

function useCases({ table, version }: Patches, { ids }: Matches): readonly Case[] {
  // biome-ignore lint/correctness/useExhaustiveDependencies: patches change in place.
  return useMemo(() => {
    const column = table.column(CASE_COLUMN);
    if (column?.kind !== 'category') return [];
    const cases = [...membersOf(column, ids)].map(([code, own]) => ({ name: column.words[code] ?? '', ids: own }));
    return cases.sort((a, b) => naturalOrder(a.name, b.name));
  }, [table, version, ids]);
}

interface CaseRowProps extends Case {
  patches: Patches;
  urlOf: (id: number) => string | undefined;
}

function CaseRow({ name, ids, patches, urlOf }: CaseRowProps) {
  const { table, labelOrder } = patches;
  return (
    <div className={styles.case}>
      <div className={styles.words}>
        <strong className={styles.name}>{name || 'The dropped folder itself'}</strong>
        <span className={styles.quiet}>{formatCount(ids.length, 'patch', 'patches')}</span>
        <Known patches={patches} ids={ids} />
        <span className={styles.actions}>
          <Link
            href={setPath(table.collectionId, { kind: 'set', of: 'case', name })}
            className={styles.link}
            aria-label={`Search with it: ${name}`}
          >
            Search with it
          </Link>
          <Button size="small" variant="quiet" aria-label={`Show patches of ${name}`} onClick={() => showCase(name)}>
            Show patches
          </Button>
        </span>
      </div>
      <div className={styles.images}>
        {ids.slice(0, SHOWN).map((id) => (
          <PatchImage
            key={id}
            url={urlOf(id)}
            labelIndex={labelOrder.get(table.label.wordAt(id) ?? '')}
            className={styles.image}
          />
        ))}
      </div>
    </div>
  );
}

/** Its labels, and what the shown columns say of its patches. */
function Known({ patches: { table }, ids }: Pick<CaseRowProps, 'patches' | 'ids'>) {
  const columns = useShownBesideCases(table.collectionId);
  const lines = ['label', ...columns.map(({ name }) => name)].flatMap((name) => {
    const column = table.column(name);
    if (column?.kind === 'number') {
      const values = ids.map((id) => column.valueAt(id)).filter((value) => !Number.isNaN(value));
      const [least, most] = [Math.min(...values), Math.max(...values)];
      return values.length === 0 ? [] : [`${name}: ${least}${most > least ? ` to ${most}` : ''}`];
    }
    const words = column ? wordsAmong(column, ids) : [];
    const said = words
      .slice(0, 3)
      .map(({ value, count }) => `${value}${words.length > 1 ? ` ${formatNumber(count)}` : ''}`);
    return said.length === 0 ? [] : [`${name === 'label' ? '' : `${name}: `}${said.join(', ')}`];
  });
  return lines.length === 0 ? null : <span className={styles.known}>{lines.join(' · ')}</span>;
}
