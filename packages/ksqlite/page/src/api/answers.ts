/** What the server answers the page, in the server's own types: the one place where the page reaches into the package. */
export type * from '../../../src/inspect/live/page-answers.ts';
export type * from '../../../src/server/page/program-view.ts';
