import { useState } from 'react';
import { patternProblem } from '../../base/patterns.ts';
import { setSourceRule } from '../../engine/collection/collections.ts';
import { LONGEST } from '../../library/facts.ts';
import type { SourceRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';
import { usePatterns } from '../../ui/use-patterns.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';

/** Changes which images come from one slide. */
export function SourceDialog({ collection, onClose }: CollectionDialogProps) {
  const { id, sourceRule, cutRule } = collection;
  const [kind, setKind] = useState<SourceRule['kind']>(sourceRule.kind);
  const [pattern, setPattern] = useState(sourceRule.kind === 'pattern' ? sourceRule.pattern : '');
  const { isBusy, error, run } = useAction();
  const kinds = [
    { value: 'file', label: cutRule ? 'What was cut from it' : 'Each image on its own' },
    { value: 'folder', label: 'Images in the same folder' },
    { value: 'pattern', label: 'Images that share a part of their name' },
  ] as const;
  usePatterns();
  const problem = kind === 'pattern' && pattern !== '' ? patternProblem(pattern) : undefined;
  const isUsable = kind !== 'pattern' || (pattern !== '' && problem === undefined);
  const change = () =>
    run(async () => {
      await setSourceRule(id, kind === 'pattern' ? { kind, pattern } : { kind });
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title="Images from one slide"
      description="Hits from the query’s own slide can be left out, and hits limited to one a slide. No image is indexed again."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={isBusy || !isUsable} onClick={change}>
            Change
          </Button>
        </>
      }
    >
      <Select label="Images from one slide" hideLabel value={kind} onValueChange={setKind} options={kinds} />
      {kind === 'pattern' ? (
        <TextField
          label="Pattern (regular expression)"
          value={pattern}
          maxLength={LONGEST.typed}
          onValueChange={setPattern}
          monospaced
          placeholder="HE-\d+"
          help="The first part of the path that matches names the slide."
          error={problem}
        />
      ) : null}
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}
