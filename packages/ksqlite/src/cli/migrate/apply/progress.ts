/** What a run tells the person who watches. */
export type Progress =
  | { readonly kind: 'waiting'; readonly reason: string }
  | {
      readonly kind: 'step';
      readonly migration: string;
      readonly step: number;
      readonly of: number;
      readonly label: string;
    }
  | { readonly kind: 'recognised'; readonly migration: string; readonly label: string }
  | { readonly kind: 'query'; readonly id: string; readonly state: string }
  | { readonly kind: 'applied'; readonly migration: string; readonly ms: number };
