import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { errorText } from '../api/client.ts';

/** A view that is loaded when it is first shown. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined;
  return function Lazy(): JSX.Element | null {
    const [, redraw] = useState(0);
    const [error, setError] = useState('');
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        (component) => {
          loaded = component;
          redraw(1);
        },
        (reason) => setError(errorText(reason)),
      );
    }, []);
    if (error !== '') return <p class="error">{error}</p>;
    const Loaded = loaded;
    return Loaded === undefined ? null : <Loaded />;
  };
}
