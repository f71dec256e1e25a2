import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import { type ReactNode, useMemo, useState } from 'react';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { aucWords, percentWords, withDeviation } from '../../evaluation/figure-words.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import { protocolName, protocolTitle, titleOfProtocolName } from '../../evaluation/protocol.ts';
import { PUBLISHED_SETS, type PublishedSet } from '../../evaluation/published.ts';
import { classes } from '../../ui/classes.ts';
import { Select } from '../../ui/Select.tsx';
import styles from './ComparisonTable.module.css';
import { comparedRows, profileWords, type SortColumn, type SortOrder, sortRows } from './comparison.ts';
import { SideScroll } from './SideScroll.tsx';
import tableStyles from './Table.module.css';

const NO_SET = 'none';

type ChosenSet = PublishedSet | typeof NO_SET;

const SETS: readonly { value: ChosenSet; label: string }[] = [
  { value: NO_SET, label: 'not one of the paper’s' },
  ...(Object.keys(PUBLISHED_SETS) as PublishedSet[]).map((set) => ({ value: set, label: PUBLISHED_SETS[set] })),
];

/** Every setting that the stored bits allow, the paper's figure beside it where there is one. */
export function ComparisonTable({ evaluations }: { evaluations: readonly Evaluation[] }) {
  const [set, setSet] = useState<ChosenSet>(NO_SET);
  const [order, setOrder] = useState<SortOrder>({ column: 'accuracy', isDescending: true });
  const rows = useMemo(() => comparedRows(evaluations, set === NO_SET ? undefined : set), [evaluations, set]);
  const sort = (column: SortColumn) =>
    setOrder((before) => ({ column, isDescending: before.column === column ? !before.isDescending : true }));
  const several = (values: readonly string[]) => new Set(values).size > 1;
  const withProtocol = several(rows.map(({ protocol }) => protocolName(protocol)));
  const withProfile = several(rows.map(({ profile }) => profileWords(profile)));
  const head = (column: SortColumn, name: string) => (
    <SortHead column={column} order={order} onSort={sort}>
      {name}
    </SortHead>
  );
  return (
    <>
      <Select<ChosenSet>
        label="Image set"
        value={set}
        onValueChange={setSet}
        options={SETS}
        className={styles.set}
        help="For an image set of the paper, its accuracy with the same layers is shown beside yours."
      />
      <SideScroll>
        <table className={tableStyles.table}>
          <thead>
            <tr>
              {head('layers', 'Layers')}
              {head('voters', 'Voters')}
              {withProtocol ? head('protocol', 'Protocol') : null}
              {withProfile ? head('profile', 'Profile') : null}
              {head('accuracy', 'Accuracy')}
              {set === NO_SET ? null : head('published', 'Published')}
              {head('auc', 'AUC')}
              {head('meanAveragePrecision', 'mAP at 10')}
            </tr>
          </thead>
          <tbody>
            {sortRows(rows, order).map((row) => (
              <tr key={row.key} className={classes(row.isChosen && tableStyles.chosen)}>
                <th scope="row">{row.layers.join(', ')}</th>
                <td>{row.voters}</td>
                {withProtocol ? (
                  <td title={protocolTitle(row.protocol)}>{titleOfProtocolName(protocolName(row.protocol))}</td>
                ) : null}
                {withProfile ? <td>{profileWords(row.profile)}</td> : null}
                <td>{withDeviation(row.accuracy)}</td>
                {set === NO_SET ? null : <td>{row.published ? withDeviation(publishedFigure(row.published)) : '–'}</td>}
                <td>{aucWords(row.auc)}</td>
                <td>{percentWords(row.meanAveragePrecision)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {evaluations.filter(isFirstOfProtocol).map(({ protocol, scores, colour }) => (
              <tr key={protocolName(protocol)} className={tableStyles.quiet}>
                <th scope="row" colSpan={2 + Number(withProtocol) + Number(withProfile)}>
                  Colour alone{withProtocol ? `, ${protocolTitle(protocol)}` : ''} (chance {percentWords(scores.chance)}
                  )
                </th>
                <td>{withDeviation(headlineOf(colour, protocol).accuracy)}</td>
                {set === NO_SET ? null : <td />}
                <td>{aucWords(headlineOf(colour, protocol).auc)}</td>
                <td>{percentWords(colour.meanAveragePrecision)}</td>
              </tr>
            ))}
          </tfoot>
        </table>
      </SideScroll>
    </>
  );
}

/** Colours do not depend on the profile's bits: one line a protocol. */
function isFirstOfProtocol({ protocol }: Evaluation, at: number, all: readonly Evaluation[]): boolean {
  return all.findIndex((other) => protocolName(other.protocol) === protocolName(protocol)) === at;
}

function publishedFigure({ accuracy, sd }: { accuracy: number; sd: number | null }) {
  return { mean: accuracy, sd };
}

interface SortHeadProps {
  column: SortColumn;
  order: SortOrder;
  onSort: (column: SortColumn) => void;
  children: ReactNode;
}

function SortHead({ column, order, onSort, children }: SortHeadProps) {
  const isSorted = order.column === column;
  const Arrow = order.isDescending ? ArrowDown : ArrowUp;
  const direction = order.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={isSorted ? direction : 'none'}>
      <button type="button" className={tableStyles.sort} onClick={() => onSort(column)}>
        {children}
        {isSorted ? <Arrow size={12} aria-hidden /> : null}
      </button>
    </th>
  );
}
