import ChevronDown from 'lucide-react/icons/chevron-down';
import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import type { Facet } from '../base/facet.ts';
import { Button } from './Button.tsx';
import styles from './FacetMenu.module.css';
import { formatCount, formatNumber } from './format.ts';
import { TextField } from './TextField.tsx';

/** More than these are searched, not scrolled. */
const SEARCHED_FROM = 12;
const MOST_SHOWN = 200;

export interface FacetMenuProps {
  /** What is chosen among, in the plural: "Labels". */
  label: string;
  facets: readonly Facet[];
  chosen: readonly string[];
  /** Whether several can hold at once. */
  multiple: boolean;
  /** How the empty value reads. */
  emptyName: string;
  /** How other values read, where that is not as they are. */
  nameOf?: ((value: string) => string) | undefined;
  markOf?: (value: string) => ReactNode;
  size?: 'small' | 'medium';
  /** It opens by itself: it is there because somebody wants to choose. */
  startsOpen?: boolean;
  onChange: (chosen: readonly string[]) => void;
}

/** A button that opens a list of values with their counts, to narrow what is shown by. */
export function FacetMenu(props: FacetMenuProps) {
  const { label, chosen, emptyName, nameOf, size = 'medium', startsOpen = false } = props;
  const [only] = chosen;
  const summary =
    chosen.length > 1 ? `${label}: ${chosen.length}` : only === undefined ? label : nameIn(only, emptyName, nameOf);
  return (
    <Popover.Root defaultOpen={startsOpen}>
      <Popover.Trigger asChild>
        <Button size={size} className={styles.trigger} aria-label={chosen.length > 0 ? `${label}: ${summary}` : label}>
          <span className={styles.summary}>{summary}</span>
          <ChevronDown className={styles.chevron} aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.menu} align="start" sideOffset={4} collisionPadding={8} aria-label={label}>
          <Choices {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function nameIn(value: string, emptyName: string, nameOf: FacetMenuProps['nameOf']): string {
  return value === '' ? emptyName : (nameOf?.(value) ?? value);
}

function Choices({ label, facets, chosen, multiple, emptyName, nameOf, markOf, onChange }: FacetMenuProps) {
  const [text, setText] = useState('');
  const found = facets.filter(({ value }) => value.toLowerCase().includes(text.trim().toLowerCase()));
  const toggle = (value: string, isChosen: boolean) => {
    const others = multiple ? chosen.filter((each) => each !== value) : [];
    onChange(isChosen ? [...others, value] : others);
  };
  return (
    <>
      {facets.length > SEARCHED_FROM ? (
        <TextField
          label={`Find in ${label.toLowerCase()}`}
          hideLabel
          placeholder="Find"
          value={text}
          onValueChange={setText}
        />
      ) : null}
      <ul className={styles.list}>
        {found.slice(0, MOST_SHOWN).map(({ value, count }) => (
          <li key={value}>
            <label className={styles.choice}>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={(event) => toggle(value, event.target.checked)}
              />
              {markOf?.(value)}
              <span className={styles.name}>{nameIn(value, emptyName, nameOf)}</span>
              <span className={styles.count}>{formatNumber(count)}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > MOST_SHOWN ? (
        <p className={styles.more}>{formatCount(found.length - MOST_SHOWN, 'more', 'more')}: type to find</p>
      ) : null}
      <Button variant="quiet" size="small" disabled={chosen.length === 0} onClick={() => onChange([])}>
        Show all
      </Button>
    </>
  );
}
