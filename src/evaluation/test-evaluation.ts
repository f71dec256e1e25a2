/** Evaluations for tests, of drawn distances. */
import { namedProfile } from '../barcode/profile.ts';
import { loadPatterns } from '../base/patterns.ts';
import { seededRandom } from '../base/seeded-random.ts';
import { type Choices, type Evaluation, evaluate } from './evaluation.ts';
import { NearestTable } from './nearest-table.ts';
import { isReferenceFor, nameSources, partition, type Sample } from './partition.ts';
import { RANKING_DEPTH } from './ranking-scores.ts';

await loadPatterns();

/** Patches of `labels` labels on sources "HE-0", "HE-1" and so on, as unevenly as a seed draws them. */
export function drawSamples(
  count: number,
  labels: readonly string[],
  sources: number,
  random = seededRandom(1),
): Sample[] {
  return Array.from({ length: count }, (_, at) => ({
    path: `HE-${Math.floor(random() ** 2 * sources)}/${at}.png`,
    label: labels[Math.floor(random() ** 1.5 * labels.length)] ?? '',
  }));
}

/**
 * Distances are whole bits below `range`, and `gain` more between patches of different labels. A small range makes many
 * patches share a distance.
 */
export function evaluateDrawn(
  samples: readonly Sample[],
  { gain, range = 6, ...choices }: Pick<Choices, 'protocol'> & Partial<Choices> & { gain: number; range?: number },
): Evaluation {
  const random = seededRandom(choices.voters ?? 3);
  const { protocol, sourcePattern } = choices;
  const divided = partition(samples, protocol);
  const tableOf = (closer: number) => {
    const table = new NearestTable(samples.length, RANKING_DEPTH, divided.queries);
    for (const [q, { label }] of samples.entries()) {
      for (const [r, other] of samples.entries()) {
        const distance = Math.floor(random() * range) + (label === other.label ? 0 : closer);
        if (isReferenceFor(divided, q, r)) table.offer(q, r, distance);
      }
    }
    return table;
  };
  const profile = namedProfile('standard', 'weights');
  const pattern = protocol.kind === 'leave-out' ? protocol.pattern : sourcePattern;
  return evaluate(
    {
      profile,
      patchIds: [...samples.keys()],
      samples,
      unlabelled: 0,
      partition: divided,
      sources: pattern === undefined ? undefined : nameSources(samples, pattern).names,
      hashes: samples.map((_, at) => `${at}`),
      chosen: { layers: profile.layers, table: tableOf(gain) },
      others: [{ layers: [5], table: tableOf(gain) }],
      colour: tableOf(Math.floor(gain / 2)),
    },
    { layers: profile.layers, voters: 3, withoutDuplicates: false, ...choices },
  );
}
