import { type ReactNode, useEffect, useRef, useState } from 'react';
import { classes } from '../../ui/classes.ts';
import styles from './SideScroll.module.css';

export interface SideScrollProps {
  /** Of the part that scrolls. */
  className?: string | undefined;
  children: ReactNode;
}

/** Holds a table that may be wider than the page, and shows at which side there is more of it. */
export function SideScroll({ className, children }: SideScrollProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState({ before: false, behind: false });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setHidden(hiddenSides(element));
    const observer = new ResizeObserver(look);
    for (const one of [element, ...element.children]) observer.observe(one);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return (
    <div>
      {hidden.before || hidden.behind ? (
        <p className={styles.hint} aria-hidden>
          {hidden.before ? '← ' : null}Scroll sideways{hidden.behind ? ' →' : null}
        </p>
      ) : null}
      <div className={classes(styles.view, hidden.behind && styles.behind)}>
        <div ref={scroller} className={classes(styles.scroller, className)}>
          {children}
        </div>
      </div>
    </div>
  );
}

function hiddenSides({ scrollLeft, clientWidth, scrollWidth }: HTMLElement) {
  // Widths are rounded, places are not.
  return { before: scrollLeft > 1, behind: scrollLeft + clientWidth < scrollWidth - 1 };
}
