import type { Oddities } from '../../tables/parse-table.ts';
import type { TableOverview } from '../../tables/table-reader.ts';
import { formatCount } from '../../ui/format.ts';

const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as const;

/** How a table was read: "10 rows, 4 columns; UTF-8, separated by commas". */
export function tableWords({ rows, columns, encoding, delimiter }: TableOverview): string {
  const size = `${formatCount(rows, 'row')}, ${formatCount(columns.length, 'column')}`;
  return `${size}; ${encoding}, separated by ${DELIMITERS[delimiter]}`;
}

/** What was put right on the way, a sentence each. */
export function oddityWords({ renamedHeaders, shortRows, longRows, strayQuotes }: Oddities): string[] {
  return [
    ...told(
      renamedHeaders,
      'header was empty or doubled and got a name',
      'headers were empty or doubled and got names',
    ),
    ...told(
      shortRows,
      'row ends early: the rest of it counts as empty',
      'rows end early: the rest of them counts as empty',
    ),
    ...told(
      longRows,
      'row has cells beyond the last header, which are left out',
      'rows have cells beyond the last header, which are left out',
    ),
    ...told(
      strayQuotes,
      'quotation mark within a cell is taken as it stands',
      'quotation marks within cells are taken as they stand',
    ),
  ];
}

function told(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${formatCount(count, one, many)}.`];
}
