import type { ReactNode } from 'react';
import { caseWord } from '../../columns/case-column.ts';
import type { Facets } from '../../columns/facets.ts';
import type { SourceRule } from '../../library/schema.ts';
import type { HitFilter, QueryOptions } from '../../search/hits.ts';
import { FacetMenu } from '../../ui/FacetMenu.tsx';
import { Hint } from '../../ui/Hint.tsx';
import { LabelMark } from '../../ui/LabelMark.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import type { QueryView } from './query/query-view.ts';
import styles from './SearchOptions.module.css';
import { changeOptions, HIT_COUNTS, useOptions } from './similar-store.ts';

const COUNT_OPTIONS = HIT_COUNTS.map((n) => ({ value: String(n), label: `${n} hits` }));

export interface SearchOptionsProps {
  collectionId: string;
  sourceRule: SourceRule;
  /** Patches were cut from whole slides. */
  hasSlides: boolean;
  /** An outside image has no source of its own, and only a region holds patches. */
  queryKind: QueryView['kind'];
  facets: Facets;
  labelIndices: ReadonlyMap<string, number>;
  /** What else is chosen about hits; stands behind the others. */
  children?: ReactNode;
}

/** How many hits, and which patches may be among them. */
export function SearchOptions(props: SearchOptionsProps) {
  const { collectionId, sourceRule, hasSlides, queryKind, facets, labelIndices } = props;
  const { n, sameSource, insideRegion, onePerSource, foldNeighbours, filter } = useOptions(collectionId);
  const change = (part: Partial<QueryOptions>) => changeOptions(collectionId, part);
  const hasSources = hasSlides || sourceRule.kind !== 'file';
  const source = caseWord(sourceRule);
  return (
    <div className={styles.options}>
      <Select
        label="How many hits"
        hideLabel
        size="small"
        value={String(n)}
        onValueChange={(value) => change({ n: Number(value) })}
        options={COUNT_OPTIONS}
      />
      <Filters
        facets={facets}
        labelIndices={labelIndices}
        filter={filter}
        change={(part) => change({ filter: { ...filter, ...part } })}
      />
      {!hasSources || queryKind === 'outside' ? null : (
        <Switch
          label={`Include same ${source}`}
          checked={sameSource}
          onCheckedChange={(checked) => change({ sameSource: checked })}
          hint={
            <Hint about={`the same ${source}`}>
              Patches of one {source} often look alike just because they lie side by side. Switch this off to see only
              hits from other {source}s.
            </Hint>
          }
        />
      )}
      {queryKind === 'region' ? (
        <Switch
          label="Include the region"
          checked={insideRegion}
          onCheckedChange={(checked) => change({ insideRegion: checked })}
          hint={
            <Hint about="what lies in the region">
              Patches that overlap the region show the same tissue, and would be the nearest for no other reason. They
              are left out of the hits and of the vote, as a patch that is the query is.
            </Hint>
          }
        />
      ) : null}
      {hasSources ? (
        <Switch
          label={`One hit per ${source}`}
          checked={onePerSource}
          onCheckedChange={(checked) => change({ onePerSource: checked })}
        />
      ) : null}
      {hasSlides ? (
        <Switch
          label="Group adjacent hits"
          checked={foldNeighbours}
          onCheckedChange={(checked) => change({ foldNeighbours: checked })}
          hint={
            <Hint about="grouping adjacent hits">
              A structure larger than a patch would fill the list with patches that lie side by side. Of those that
              touch or overlap, only the most similar one is shown.
            </Hint>
          }
        />
      ) : null}
      {props.children}
    </div>
  );
}

interface FiltersProps extends Pick<SearchOptionsProps, 'facets' | 'labelIndices'> {
  filter: HitFilter;
  change: (part: Partial<HitFilter>) => void;
}

function Filters({ facets, labelIndices, filter, change }: FiltersProps) {
  const markOf = (label: string) => {
    const index = labelIndices.get(label);
    return index === undefined ? null : <LabelMark index={index} />;
  };
  return (
    <>
      {facets.labels.length > 1 ? (
        <FacetMenu
          label="Hit labels"
          size="small"
          facets={facets.labels}
          chosen={filter.labels}
          multiple
          emptyName="No label"
          markOf={markOf}
          onChange={(labels) => change({ labels })}
        />
      ) : null}
      {facets.folders.length > 1 ? (
        <FacetMenu
          label="Hit folder"
          size="small"
          facets={facets.folders}
          chosen={filter.folder === undefined ? [] : [filter.folder]}
          multiple={false}
          emptyName="The dropped folder itself"
          onChange={([folder]) => change({ folder })}
        />
      ) : null}
    </>
  );
}
