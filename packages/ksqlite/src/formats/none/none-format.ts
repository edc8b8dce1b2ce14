import type { Format } from '../codec.ts';
import { NO_COLUMNS } from './no-columns.ts';

/** KEY_FORMAT='NONE': no columns, whatever the bytes (`NoneFormat`). */
export const NONE_FORMAT: Format = {
  name: 'NONE',
  refuse: (columns) =>
    columns.length === 0 ? undefined : "The 'NONE' format can only be used when no columns are defined",
  codec: () => NO_COLUMNS,
};
