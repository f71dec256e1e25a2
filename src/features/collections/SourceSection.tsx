import { Suspense, useState } from 'react';
import { patternProblem } from '../../base/patterns.ts';
import { joinedColumns } from '../../columns/table-columns.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { usePatterns } from '../../ui/use-patterns.ts';
import { SourceDialog } from './SourceDialog.tsx';

/** Which patches make one case, and a way to change it where that changes no barcode. */
export function SourceSection({ collection }: { collection: CollectionRecord }) {
  const [isOpen, setIsOpen] = useState(false);
  const { sourceRule, profile } = collection;
  const words = (
    <>
      {sourceWords(collection)}
      {sourceRule.kind === 'pattern' ? (
        <Suspense>
          <PatternProblem pattern={sourceRule.pattern} />
        </Suspense>
      ) : null}
    </>
  );
  // With this profile the rule also tells which images share their stains.
  if (profile.stain) return words;
  return (
    <>
      {words}{' '}
      <Button size="small" onClick={() => setIsOpen(true)}>
        Change…
      </Button>
      <Suspense>{isOpen ? <SourceDialog collection={collection} onClose={() => setIsOpen(false)} /> : null}</Suspense>
    </>
  );
}

/** Older versions took patterns that cannot be used any more. */
function PatternProblem({ pattern }: { pattern: string }) {
  usePatterns();
  const problem = patternProblem(pattern);
  return problem === undefined ? null : (
    <p>{`The pattern cannot be used, so each image counts on its own. ${problem}`}</p>
  );
}

function sourceWords({ sourceRule: rule, cutRule, tables }: CollectionRecord): string {
  switch (rule.kind) {
    case 'pattern':
      return `images that share ${rule.pattern}`;
    case 'folder':
      return 'images in the same folder';
    case 'tcga':
      return 'images of the same TCGA patient';
    case 'column':
      return joinedColumns(tables).some(({ name }) => name === rule.column)
        ? `images with the same ${rule.column}`
        : `by the column ${rule.column}, which no attached table has: each image counts on its own`;
    case 'file':
      return cutRule ? 'each slide or image on its own' : 'each image on its own';
  }
}
