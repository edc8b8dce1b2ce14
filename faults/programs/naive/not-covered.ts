/** What the naive interpreter does not do: the statement and those that read its output are not compared. */
export class NotCovered extends Error {}
