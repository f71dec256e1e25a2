import Search from 'lucide-react/icons/search';
import { useEffect, useState } from 'react';
import { LONGEST } from '../../library/facts.ts';
import { TextField } from '../../ui/TextField.tsx';
import { changeFilter } from './gallery-view.ts';

/** Browsers refuse to write the address at every key of a fast typist. */
const PAUSE_MS = 200;

/** Narrows the patches down by words in their names, as soon as the typing pauses. */
export function NameSearch({ text, className }: { text: string; className: string | undefined }) {
  /** What is typed and not yet looked for. */
  const [typed, setTyped] = useState<string>();
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => {
      changeFilter({ text: typed });
      setTyped(undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextField
      label="Search names"
      hideLabel
      type="search"
      placeholder="Search names"
      icon={<Search aria-hidden />}
      className={className}
      value={typed ?? text}
      maxLength={LONGEST.typed}
      onValueChange={setTyped}
    />
  );
}
