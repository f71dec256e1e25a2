import { useState } from 'react';
import type { CollectionRecord, SourceRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { SourceDialog } from './SourceDialog.tsx';

/** Which images count as one slide, and a way to change it where that changes no barcode. */
export function SourceSection({ collection }: { collection: CollectionRecord }) {
  const [isOpen, setIsOpen] = useState(false);
  const { sourceRule, cutRule, profile } = collection;
  const words = sourceWords(sourceRule, cutRule !== undefined);
  // With this profile the rule also tells which images share their stains.
  if (profile.stain) return words;
  return (
    <>
      {words}{' '}
      <Button size="small" onClick={() => setIsOpen(true)}>
        Change…
      </Button>
      {isOpen ? <SourceDialog collection={collection} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function sourceWords(rule: SourceRule, hasSlides: boolean): string {
  if (rule.kind === 'pattern') return `images that share ${rule.pattern}`;
  if (rule.kind === 'folder') return 'images in the same folder';
  return hasSlides ? 'what was cut from it' : 'each image on its own';
}
