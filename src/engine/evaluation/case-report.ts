import type { CaseEvaluation } from './evaluate-cases.ts';

/** The figures of cases for other programs: percent, but for what has a unit in its name. */
export interface JsonCases {
  readonly case_target: string;
  /** Cases that were queries. */
  readonly case_n: number;
  readonly case_top1: number | null;
  readonly case_mv3: number | null;
  readonly case_mv5: number | null;
  readonly case_macro_f1: number | null;
  readonly case_balanced_accuracy: number | null;
  readonly case_map_at_10: number | null;
  /** The median of a search, with the page between. */
  readonly case_query_ms: number | null;
  readonly cases: readonly {
    readonly name: string;
    readonly patches: number;
    readonly label: string;
    readonly predicted: string | null;
    readonly hits: readonly { readonly name: string; readonly label: string; readonly distance: number }[];
  }[];
}

export function jsonCases({ target, cases, figures }: CaseEvaluation): JsonCases {
  const percent = (key: keyof typeof figures) => {
    const { value } = figures[key];
    return value === null ? null : Math.round(value * 10_000) / 100;
  };
  const times = cases.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  return {
    case_target: target,
    case_n: cases.length,
    case_top1: percent('top1'),
    case_mv3: percent('mv3'),
    case_mv5: percent('mv5'),
    case_macro_f1: percent('macroF1'),
    case_balanced_accuracy: percent('balancedAccuracy'),
    case_map_at_10: percent('meanAveragePrecision'),
    case_query_ms: middle === undefined ? null : Math.round(middle * 10) / 10,
    cases: cases.map(({ name, patches, label, predicted = null, hits }) => ({ name, patches, label, predicted, hits })),
  };
}
