import { useEffect, useRef, useState } from 'react';

/** Runs `act` after a render in which `value` has become another one; not for the first. */
export function useOnChange<Value>(value: Value, act: () => void): void {
  const before = useRef(value);
  useEffect(() => {
    if (Object.is(before.current, value)) return;
    before.current = value;
    act();
  });
}

/** The value, or the one before it as long as `isSame` holds: what depends on it runs again only when it really changes. */
export function useKept<Value>(value: Value, isSame: (a: Value, b: Value) => boolean): Value {
  const [kept, setKept] = useState(value);
  if (Object.is(kept, value) || isSame(kept, value)) return kept;
  setKept(value);
  return value;
}

/** Which value it is by now, counted from 0: another number whenever the value becomes another one. */
export function useVersion(value: unknown): number {
  const [held, setHeld] = useState({ value, version: 0 });
  if (Object.is(held.value, value)) return held.version;
  const next = { value, version: held.version + 1 };
  setHeld(next);
  return next.version;
}
