import type { ProtoFile, ProtoType } from '../../formats/protobuf/proto/proto-file.ts';
import type { SchemaReference } from '../schema-registry.ts';

/** A type of a file, or of one that it imports. */
export interface KnownType {
  readonly fullName: string;
  readonly packageName: string;
  readonly kind: ProtoType['kind'];
  /** undefined: of a file that needs no reference */
  readonly type: ProtoType | undefined;
  /** Where it comes from; '' and -1: the file itself; undefined: a reference of a reference. */
  readonly subject: string | undefined;
  readonly version: number | undefined;
}

/** A file that is imported, with the reference that names it. */
export interface ImportedFile {
  readonly file: ProtoFile;
  readonly reference: SchemaReference | undefined;
}

/** The types that a file can name, and how names are looked up (Confluent's protobuf.diff.Context). */
export class ProtoTypes {
  readonly packageName: string;
  readonly #types = new Map<string, KnownType>();

  constructor(file: ProtoFile, imports: readonly ImportedFile[]) {
    this.packageName = file.packageName ?? '';
    for (const [fullName, kind] of WELL_KNOWN) {
      const packageName = fullName.slice(0, fullName.lastIndexOf('.'));
      this.#types.set(fullName, {
        fullName,
        packageName,
        kind,
        type: undefined,
        subject: undefined,
        version: undefined,
      });
    }
    for (const { file: imported, reference } of imports)
      this.#addFile(imported, reference?.subject, reference?.version);
    this.#addFile(file, '', -1);
  }

  /**
   * The type of a name: of the innermost scope first.
   *
   * @param scope the messages around it, outermost first, with the package in front
   */
  resolve(name: string, scope: readonly string[]): KnownType | undefined {
    if (name.startsWith('.')) return this.#types.get(name.slice(1));
    for (let length = scope.length; length > 0; length--) {
      const found = this.#types.get(`${scope.slice(0, length).join('.')}.${name}`);
      if (found !== undefined) return found;
    }
    return this.#types.get(name);
  }

  #addFile(
    { packageName = '', types }: ProtoFile,
    subject: string | undefined,
    version: number | undefined,
  ): void {
    const add = (list: readonly ProtoType[], around: string): void => {
      for (const type of list) {
        const fullName = around === '' ? type.name : `${around}.${type.name}`;
        this.#types.set(fullName, { fullName, packageName, kind: type.kind, type, subject, version });
        if (type.kind === 'message') add(type.types, fullName);
      }
    };
    add(types, packageName);
  }
}

export const scopeOf = (packageName: string, names: readonly string[]): readonly string[] => [
  ...(packageName === '' ? [] : packageName.split('.')),
  ...names,
];

const messages = (packageName: string, names: string): (readonly [string, 'message'])[] =>
  names.split(' ').map((name) => [`${packageName}.${name}`, 'message']);

/** What a file may import without a reference. */
const WELL_KNOWN: ReadonlyMap<string, ProtoType['kind']> = new Map<string, ProtoType['kind']>([
  ...messages('confluent', 'Meta'),
  ...messages('confluent.type', 'Decimal'),
  ...messages(
    'google.protobuf',
    'Any Api Method Mixin Duration Empty FieldMask SourceContext Struct Value ListValue Timestamp Type Field Enum EnumValue Option DoubleValue FloatValue Int64Value UInt64Value Int32Value UInt32Value BoolValue StringValue BytesValue FileOptions MessageOptions FieldOptions OneofOptions EnumOptions EnumValueOptions ServiceOptions MethodOptions',
  ),
  ...messages(
    'google.type',
    'Color Date DateTime TimeZone Expr Fraction Interval LatLng LocalizedText Money Month PhoneNumber PostalAddress Quaternion TimeOfDay',
  ),
  ['google.protobuf.NullValue', 'enum'],
  ['google.protobuf.Syntax', 'enum'],
  ['google.type.CalendarPeriod', 'enum'],
  ['google.type.DayOfWeek', 'enum'],
]);
