import { useEffect, useState } from 'react';
import { type ErrorReport, toErrorReport } from '../base/errors.ts';

/** What has been read, or why it could not be; neither while it is being read for the first time. */
export interface Loaded<Value> {
  readonly value?: Value;
  readonly error?: ErrorReport;
}

/**
 * Reads something for the screen.
 * @param load Another function reads it again; what was read before stays until then.
 */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({});
  useEffect(() => {
    let isWanted = true;
    load().then(
      (value) => isWanted && setLoaded({ value }),
      (thrown) => isWanted && setLoaded({ error: toErrorReport(thrown) }),
    );
    return () => {
      isWanted = false;
    };
  }, [load]);
  return loaded;
}
