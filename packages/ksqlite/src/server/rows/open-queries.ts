import { API_CODES, ApiError } from '../http/api-error.ts';

/** The queries whose rows are being sent, by id. */
export interface OpenQueries {
  /** Takes a place before a query is opened; what it gives gives the place back. Throws ApiError when all are taken. */
  reserve(): () => void;
  add(id: string, close: () => void): void;
  remove(id: string): void;
  /** Ends a query from outside its connection, whatever the case of its id; false: there is none. */
  close(id: string): boolean;
  closeAll(): void;
  newId(): number;
}

export function openQueries(most: number): OpenQueries {
  const open = new Map<string, () => void>();
  let taken = 0;
  let lastId = 0;
  return {
    reserve: () => {
      if (taken >= most)
        throw new ApiError(
          API_CODES.tooManyQueries,
          `${most} queries are open, as many as this server takes. Close one of them first.`,
        );
      taken++;
      return () => {
        taken--;
      };
    },
    add: (id, close) => {
      open.set(id.toUpperCase(), close);
    },
    remove: (id) => {
      open.delete(id.toUpperCase());
    },
    close: (id) => {
      open.get(id.toUpperCase())?.();
      return open.delete(id.toUpperCase());
    },
    closeAll: () => {
      for (const close of open.values()) close();
      open.clear();
    },
    newId: () => ++lastId,
  };
}
