import { planError } from '../../analysis/plan-context.ts';
import type { DropType, RegisterType } from '../../sql/ast/statement.ts';
import { typeName } from '../../types/named-types.ts';
import { formatType } from '../../types/sql-type.ts';
import type { DdlHandler } from '../statement-handler.ts';

/**
 * CREATE TYPE: gives a type a name. The parser puts the type in place of the name, in the stored text as well: so what was
 * made with the name stays what it is when the name goes. As ksqlDB's RegisterTypeFactory.
 */
export const registerTypeHandler: DdlHandler<RegisterType> = {
  role: 'ddl',
  execute: ({ metastore, plan }, { name, ifNotExists, type }) => {
    const key = typeName(name.text);
    const known = metastore.types.get(key);
    if (known !== undefined && !ifNotExists)
      throw planError(
        plan,
        'SQL_INVALID',
        name.span,
        `Cannot register custom type '${name.text}' since it is already registered with type: ${formatType(known)}`,
        'DROP TYPE first, or say IF NOT EXISTS; statements that used the name keep their types',
      );
    if (known !== undefined)
      return {
        message: `${name.text} is already registered with type ${formatType(known)}`,
        effect: undefined,
      };
    metastore.putType(key, type);
    return {
      message: `Registered custom type with name '${name.text}' and SQL type ${formatType(type)}`,
      effect: { registersType: key },
    };
  },
};

/** DROP TYPE: the name is free again. As ksqlDB's DropTypeFactory. */
export const dropTypeHandler: DdlHandler<DropType> = {
  role: 'ddl',
  execute: ({ metastore, plan }, { name, ifExists }) => {
    const key = typeName(name.text);
    if (metastore.types.get(key) === undefined) {
      if (ifExists) return { message: `Type '${name.text}' does not exist`, effect: undefined };
      throw planError(
        plan,
        'SQL_INVALID',
        name.span,
        `Type ${name.text} does not exist.`,
        'SHOW TYPES lists them',
      );
    }
    metastore.removeType(key);
    return { message: `Dropped type '${name.text}'`, effect: { dropsType: key } };
  },
};
