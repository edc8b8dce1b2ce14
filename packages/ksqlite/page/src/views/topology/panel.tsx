import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icons.tsx';

/** What is known of one thing, beside the drawing; on a narrow page over its lower half. */
export function Panel({
  title,
  kind,
  onClose,
  children,
}: {
  readonly title: string;
  readonly kind: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <aside class="panel" aria-label={title}>
      <header>
        <div>
          <span class="muted small">{kind}</span>
          <h2 ref={heading} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <button class="plain" type="button" aria-label="Close" onClick={onClose}>
          <Icon name="close" size={16} />
        </button>
      </header>
      {children}
    </aside>
  );
}
