import type { JSX } from 'preact';

const PATHS = {
  topology: 'M4 6h5v5H4zM15 4h5v5h-5zM15 15h5v5h-5zM9 8.5c4 0 2-2 6-2M9 8.5c4 0 2 9 6 9',
  queries: 'M5 4v16l14-8z',
  data: 'M4 5h16v14H4zM4 10h16M10 10v9',
  editor: 'M8 7l-5 5 5 5M16 7l5 5-5 5M14 4l-4 16',
  log: 'M6 4h12v16H6zM9 8h6M9 12h6M9 16h3',
  program: 'M4 19h16M6 19v-6M11 19V8M16 19v-9M4 5l6 3 4-4 6 3',
  connectors: 'M8 4v5M16 4v5M6 9h12v3a6 6 0 0 1-12 0zM12 18v3',
  stream: 'M3 8c3-3 6 3 9 0s6 3 9 0M3 15c3-3 6 3 9 0s6 3 9 0',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  topic: 'M4 8h16v8H4zM9 8v8M14.5 8v8',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  pause: 'M9 5v14M15 5v14',
  play: 'M7 5l11 7-11 7z',
  stop: 'M6 6h12v12H6z',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  theme: 'M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8z',
  warning: 'M12 4l9 16H3zM12 10v5M12 17.5v.5',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
} as const;

export type IconName = keyof typeof PATHS;

/** Says nothing to a screen reader: a text beside it, or a label around it, does. */
export const Icon = ({
  name,
  size = 18,
}: {
  readonly name: IconName;
  readonly size?: number;
}): JSX.Element => (
  <svg
    class="icon"
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d={PATHS[name]} />
  </svg>
);

/** The path alone, for a drawing. */
export const iconPath = (name: IconName): string => PATHS[name];
