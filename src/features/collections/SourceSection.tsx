import { Suspense, useState } from 'react';
import { patternProblem } from '../../base/patterns.ts';
import type { CollectionRecord, SourceRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { usePatterns } from '../../ui/use-patterns.ts';
import { SourceDialog } from './SourceDialog.tsx';

/** Which images count as one slide, and a way to change it where that changes no barcode. */
export function SourceSection({ collection }: { collection: CollectionRecord }) {
  const [isOpen, setIsOpen] = useState(false);
  const { sourceRule, cutRule, profile } = collection;
  const words = (
    <>
      {sourceWords(sourceRule, cutRule !== undefined)}
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

function sourceWords(rule: SourceRule, hasSlides: boolean): string {
  if (rule.kind === 'pattern') return `images that share ${rule.pattern}`;
  if (rule.kind === 'folder') return 'images in the same folder';
  return hasSlides ? 'what was cut from it' : 'each image on its own';
}
