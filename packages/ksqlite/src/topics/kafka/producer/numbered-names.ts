export interface NumberedName {
  readonly text: string;
  readonly release: () => void;
}

/**
 * Names for what a process has several of, such as the transactional ids of its subscriptions: the same names come again
 * after a restart, and two that live at the same time never share one.
 */
export function numberedNames(prefix: string): { readonly take: (kind: string) => NumberedName } {
  const taken = new Set<string>();
  return {
    take: (kind) => {
      let number = 0;
      const name = () => `${prefix}-${kind}-${number}`;
      while (taken.has(name())) number++;
      const text = name();
      taken.add(text);
      return { text, release: () => taken.delete(text) };
    },
  };
}
