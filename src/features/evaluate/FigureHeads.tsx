import { FIGURE_TITLES } from '../../evaluation/figure-words.ts';
import { FIGURE_KEYS } from '../../evaluation/figures.ts';

/** The heads of a table's columns, one a figure. */
export function FigureHeads() {
  return FIGURE_KEYS.map((key) => (
    <th key={key} scope="col">
      {FIGURE_TITLES[key]}
    </th>
  ));
}
