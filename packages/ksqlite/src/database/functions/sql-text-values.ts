/**
 * What values of a SQL type are in TypeScript, read from the type's text: `'ARRAY<BIGINT>'` is `(number | bigint | null)[]`.
 * The table is that of `Value`; a text that is not a literal stands for any value.
 */
import type { Value } from '../values/value.ts';

/** A value of this type that is not NULL, as it is given to a function. `ANY` and a text that is not known: any value. */
export type Given<Text extends string> = string extends Text ? Exclude<Value, null> : Parsed<Trim<Text>>[0];

/** A value of this type that is not NULL, as a function may give it. */
export type Taken<Text extends string> = string extends Text ? Takable : Parsed<Trim<Text>>[1];

/** Whatever some SQL type takes. */
export type Takable =
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly unknown[]
  | { readonly [name: string]: unknown };

/** [given, taken] */
interface Scalars {
  readonly BOOLEAN: [boolean, boolean];
  readonly INT: [number, number | bigint];
  readonly INTEGER: [number, number | bigint];
  readonly BIGINT: [number | bigint, number | bigint];
  readonly DOUBLE: [number, number | bigint];
  readonly DECIMAL: [string, string | number | bigint];
  readonly VARCHAR: [string, string];
  readonly STRING: [string, string];
  readonly BYTES: [Buffer, Uint8Array | string];
  readonly TIMESTAMP: [string, string];
  readonly DATE: [string, string];
  readonly TIME: [string, string];
  readonly ANY: [Exclude<Value, null>, Takable];
}

type Parsed<Text extends string> =
  Uppercase<Text> extends keyof Scalars
    ? Scalars[Uppercase<Text>]
    : Text extends `${infer Head}<${infer Tail}`
      ? Nested<Uppercase<Trim<Head>>, WithoutBracket<Tail>>
      : Uppercase<Text> extends `${infer Head}(${string}`
        ? Sized<Trim<Head>>
        : never;

/** `DECIMAL(8, 2)`, `VARCHAR(20)` */
type Sized<Head extends string> = Head extends keyof Scalars ? Scalars[Head] : never;

type Nested<Head extends string, Inner extends string> = Head extends 'ARRAY'
  ? [(Parsed<Trim<Inner>>[0] | null)[], readonly (Parsed<Trim<Inner>>[1] | null | undefined)[]]
  : Head extends 'MAP'
    ? MapOf<Split<Inner>>
    : Head extends 'STRUCT'
      ? [Fields<Split<Inner>, 0>, Fields<Split<Inner>, 1>]
      : never;

type MapOf<Parts extends readonly string[]> = Parts extends readonly [string, infer Item extends string]
  ? [
      Record<string, Parsed<Trim<Item>>[0] | null>,
      Readonly<Record<string, Parsed<Trim<Item>>[1] | null | undefined>>,
    ]
  : never;

type Fields<Parts extends readonly string[], Side extends 0 | 1> = Side extends 0
  ? { [Part in Parts[number] as NameOf<Trim<Part>>]: Parsed<TypeOf<Trim<Part>>>[0] | null }
  : {
      readonly [Part in Parts[number] as NameOf<Trim<Part>>]?:
        | Parsed<TypeOf<Trim<Part>>>[1]
        | null
        | undefined;
    };

/** As SQL reads names: in capitals, but for those in backticks. */
type NameOf<Field extends string> = Field extends `\`${infer Name}\`${string}`
  ? Name
  : Field extends `${infer Name} ${string}`
    ? Uppercase<Name>
    : never;
type TypeOf<Field extends string> = Field extends `\`${string}\`${infer Type}`
  ? Trim<Type>
  : Field extends `${string} ${infer Type}`
    ? Trim<Type>
    : never;

type Blank = ' ' | '\n' | '\t';
type Trim<Text extends string> = Text extends `${Blank}${infer Rest}`
  ? Trim<Rest>
  : Text extends `${infer Rest}${Blank}`
    ? Trim<Rest>
    : Text;

/** Without the last bracket. A template literal would match the first one: this goes character by character. */
type WithoutBracket<
  Text extends string,
  Done extends string = '',
  Waiting extends string = '',
> = Text extends `${infer First}${infer Rest}`
  ? First extends '>'
    ? WithoutBracket<Rest, `${Done}${Waiting}`, '>'>
    : Waiting extends ''
      ? WithoutBracket<Rest, `${Done}${First}`>
      : WithoutBracket<Rest, Done, `${Waiting}${First}`>
  : Done;

/** At the commas that are in no brackets. */
type Split<
  Text extends string,
  Depth extends readonly unknown[] = [],
  Part extends string = '',
  Parts extends readonly string[] = [],
> = Text extends `${infer First}${infer Rest}`
  ? First extends '<' | '('
    ? Split<Rest, [...Depth, First], `${Part}${First}`, Parts>
    : First extends '>' | ')'
      ? Split<Rest, Depth extends readonly [...infer Outer, unknown] ? Outer : [], `${Part}${First}`, Parts>
      : First extends ','
        ? Depth extends readonly []
          ? Split<Rest, [], '', readonly [...Parts, Part]>
          : Split<Rest, Depth, `${Part}${First}`, Parts>
        : Split<Rest, Depth, `${Part}${First}`, Parts>
  : readonly [...Parts, Part];

/** A state, as its code gets it: a field that is not NULL at first never is. */
export type StateGiven<Text extends string, Initial> = Kept<Given<Text>, Initial>;
/** A state, as its code gives it. */
export type StateTaken<Text extends string, Initial> = Kept<Taken<Text>, Initial>;

type Kept<State, Initial> = State extends readonly unknown[] | Uint8Array | string | number | bigint | boolean
  ? State
  : {
      [Name in keyof State]: Name extends keyof Initial
        ? null extends Initial[Name]
          ? State[Name]
          : Exclude<State[Name], null | undefined>
        : State[Name];
    };

/** The texts that are types of arguments; of another one a type that no text has, with a sentence that TypeScript shows. */
export type CheckedArgs<Texts extends readonly string[]> = {
  readonly [Index in keyof Texts]: CheckedArg<Texts[Index]>;
};
type CheckedArg<Text extends string> = string extends Text
  ? Text
  : Uppercase<WithoutDots<Text>> extends `${string}DECIMAL(${string}`
    ? { readonly problem: `${Text}: write DECIMAL, which takes all digits` }
    : [Parsed<WithoutDots<Text>>] extends [never]
      ? { readonly problem: `${Text} is not a type of SQL` }
      : Text;
type WithoutDots<Text extends string> = Trim<Text extends `${infer Repeated}...` ? Repeated : Text>;

/** The arguments of a call. A last text that ends in `...` is repeated. */
export type ArgumentsOf<Texts extends readonly string[], OrNull = never> = Texts extends readonly [
  ...infer Fixed extends readonly string[],
  `${infer Repeated}...`,
]
  ? [...Each<Fixed, OrNull>, ...(Given<Repeated> | OrNull)[]]
  : Each<Texts, OrNull>;
type Each<Texts extends readonly string[], OrNull> = {
  -readonly [Index in keyof Texts]: Given<Texts[Index]> | OrNull;
};
