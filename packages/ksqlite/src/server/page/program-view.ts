/**
 * A view of the page that the program around the database gives: data, which the page draws. No text of it is taken as HTML.
 *
 * What must stay true: there are types alone in here, of no other file, because the page is compiled by itself.
 */

export interface ProgramView {
  /** Stands in the navigation of the page: a word or two. */
  readonly title: string;
  /**
   * The view as it is now. It is asked for once a second by each page that shows it, and once more when the server is closed. It must
   * be cheap, and must not throw.
   */
  readonly read: () => ViewContent;
}

export interface ViewContent {
  /** A sentence about how it is now, beside the title. */
  readonly status?: ViewStatus;
  /** They are drawn one below the other. */
  readonly pieces: readonly ViewPiece[];
}

export interface ViewStatus {
  readonly text: string;
  /** default: `plain` */
  readonly level?: ViewLevel;
  /** The program is about to end, and this is its last view: the page keeps it. */
  readonly hasEnded?: boolean;
}

/** How a figure is to be taken. The page never says it by colour alone. */
export type ViewLevel = 'plain' | 'good' | 'warn' | 'bad';

/**
 * | unit | how it is written |
 * | --- | --- |
 * | `ms` | as a duration: 12 ms, 3.4 s, 5 min |
 * | `bytes` | 12 B, 3.4 kB |
 * | `share` | of 0 to 1, as per cent |
 * | any other | as a number with the unit behind it |
 */
export type ViewUnit = 'ms' | 'bytes' | 'share' | (string & {});

export type ViewPiece = ViewStages | ViewFigures | ViewShares | ViewSeries | ViewTable | ViewText;

/** Stages that something passes one after the other, from left to right. */
export interface ViewStages {
  readonly kind: 'stages';
  readonly title: string;
  readonly stages: readonly {
    readonly name: string;
    /** What has passed it since the start; the page shows how many a second, too. */
    readonly passed: number;
    readonly unit: ViewUnit;
    /** What lies before it now, such as 12 in "12 waiting". */
    readonly held?: { readonly count: number; readonly text: string; readonly level?: ViewLevel };
    /** How many pass it in all: it is drawn as a bar. */
    readonly total?: number;
  }[];
}

export interface ViewFigures {
  readonly kind: 'figures';
  readonly title: string;
  readonly figures: readonly ViewFigure[];
}

export interface ViewFigure {
  readonly name: string;
  /** null: there is none yet. A text is written as it is. */
  readonly value: number | string | null;
  readonly unit?: ViewUnit;
  /** The most that it can be: it is drawn as a bar. */
  readonly of?: number;
  readonly level?: ViewLevel;
  /** A few words below it. */
  readonly note?: string;
}

/** Parts of a whole, as bars. */
export interface ViewShares {
  readonly kind: 'shares';
  readonly title: string;
  readonly unit: ViewUnit;
  readonly shares: readonly { readonly name: string; readonly count: number; readonly level?: ViewLevel }[];
}

/** Figures over the last minutes that the page was open, as lines. */
export interface ViewSeries {
  readonly kind: 'series';
  readonly title: string;
  readonly unit: ViewUnit;
  readonly series: readonly {
    readonly name: string;
    readonly value: number;
    /** `value` only grows, and how much a second is drawn; else `value` itself is. */
    readonly isCounter?: boolean;
  }[];
}

export interface ViewTable {
  readonly kind: 'table';
  readonly title: string;
  readonly columns: readonly string[];
  /** Numbers are written to the right. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** In place of a table without rows. */
  readonly empty?: string;
}

/** Lines of text in a font of equal widths, such as a report. */
export interface ViewText {
  readonly kind: 'text';
  readonly title: string;
  readonly text: string;
}
