import type { Intake } from '../../engine/intake/intake.ts';
import { type OfferedTable, offerTable } from '../../engine/tables/attaching.ts';
import { formatCount } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useTask } from '../../ui/use-task.ts';
import { itemsOf } from './review.ts';

interface Props {
  tables: readonly OfferedTable[];
  /** Names of those that a person does not want. */
  declined: ReadonlySet<string>;
  onDecline: (declined: ReadonlySet<string>) => void;
}

/** Tables beside the images that say something of them: attached with the start, unless a person does not want it. */
export function FoundTables({ tables, declined, onDecline }: Props) {
  return tables.map((table) => {
    const { name, overview, namedBy, matched } = table;
    const others = overview.columns.map(({ header }) => header).filter((header) => header !== namedBy);
    const toggle = (isWanted: boolean) => {
      const changed = new Set(declined);
      if (isWanted) changed.delete(name);
      else changed.add(name);
      onDecline(changed);
    };
    return (
      <Switch
        key={name}
        label={`Attach ${name}, which says something of ${formatCount(matched.matchedImages, 'file')}`}
        checked={!declined.has(name)}
        onCheckedChange={toggle}
        hint={
          <Hint about={name}>
            A table beside the images: {formatCount(overview.rows, 'row')}, named by “{namedBy}”. It adds{' '}
            {others.slice(0, MOST_NAMES).join(', ')}
            {others.length > MOST_NAMES ? ` and ${formatCount(others.length - MOST_NAMES, 'more column')}` : ''} to
            filter, sort and vote by. Labels stay as they are. It can be changed or detached in the collection’s
            details.
          </Hint>
        }
      />
    );
  });
}

const MOST_NAMES = 6;

/** Those of the tables that name anything that was found; those that cannot be read, or do not, are told as skipped. */
export function useOfferedTables(intake: Intake): readonly OfferedTable[] {
  const { tables = [] } = intake;
  const key = tables.length > 0 ? tables.map(({ path }) => path).join('\n') : undefined;
  const { value } = useTask(key, async (signal) => {
    const paths = itemsOf(intake).map(({ path }) => path);
    const offered: OfferedTable[] = [];
    for (const file of tables) {
      // What is no table of these images is not asked about.
      const table = await offerTable(file, paths, signal).catch(() => undefined);
      if (table && !offered.some(({ name }) => name === table.name)) offered.push(table);
    }
    return offered;
  });
  return value ?? NONE;
}

const NONE: readonly OfferedTable[] = [];
