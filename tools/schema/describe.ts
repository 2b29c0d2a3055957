import type pg from 'pg'

// The public schema as text: tables with columns and constraints, indexes, functions, triggers; sorted, so that two dumps compare.

/** Objects that an extension brought are the extension's business. */
const notFromExtension = (catalogue: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = o.oid AND d.deptype = 'e')`

const queries = [
  `SELECT format('CREATE EXTENSION %I;', extname) AS text FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname COLLATE "C"`,

  `SELECT format('CREATE TYPE %I AS ENUM (%s);', o.typname,
            (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = o.oid)) AS text
     FROM pg_type o WHERE o.typtype = 'e' AND o.typnamespace = 'public'::regnamespace AND ${notFromExtension('pg_type')}
    ORDER BY o.typname COLLATE "C"`,

  `SELECT format('CREATE DOMAIN %I AS %s%s;', o.typname, format_type(o.typbasetype, o.typtypmod),
            (SELECT string_agg(' ' || pg_get_constraintdef(c.oid), '' ORDER BY c.conname) FROM pg_constraint c WHERE c.contypid = o.oid)) AS text
     FROM pg_type o WHERE o.typtype = 'd' AND o.typnamespace = 'public'::regnamespace AND ${notFromExtension('pg_type')}
    ORDER BY o.typname COLLATE "C"`,

  `SELECT format('CREATE SEQUENCE %I;', o.relname) AS text FROM pg_class o
    WHERE o.relkind = 'S' AND o.relnamespace = 'public'::regnamespace AND ${notFromExtension('pg_class')}
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'i')
    ORDER BY o.relname COLLATE "C"`,

  `SELECT format(E'CREATE%s TABLE %I (\\n%s\\n)%s%s;', CASE o.relpersistence WHEN 'u' THEN ' UNLOGGED' ELSE '' END, o.relname,
            concat_ws(E',\\n', columns.text, constraints.text),
            CASE WHEN o.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(o.oid) ELSE '' END,
            ' WITH (' || array_to_string(o.reloptions, ', ') || ')') AS text
     FROM pg_class o
     CROSS JOIN LATERAL (
       SELECT string_agg(format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
                CASE WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(e.adbin, e.adrelid) || ') STORED'
                     WHEN a.attidentity <> '' THEN ' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END || ' AS IDENTITY'
                     WHEN e.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(e.adbin, e.adrelid) ELSE '' END,
                CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END), E',\\n' ORDER BY a.attnum) AS text
         FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
        WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped) columns
     CROSS JOIN LATERAL (
       -- Since PostgreSQL 18 NOT NULL is a constraint too; it stands with its column.
       SELECT string_agg(format('  CONSTRAINT %I %s', c.conname, pg_get_constraintdef(c.oid)), E',\\n'
                         ORDER BY array_position('{p,u,x,c,f}'::text[], c.contype::text), c.conname COLLATE "C") AS text
         FROM pg_constraint c WHERE c.conrelid = o.oid AND c.contype IN ('p', 'u', 'x', 'c', 'f')) constraints
    WHERE o.relkind IN ('r', 'p') AND o.relnamespace = 'public'::regnamespace AND ${notFromExtension('pg_class')}
    ORDER BY o.relname COLLATE "C"`,

  `SELECT pg_get_indexdef(i.indexrelid) || ';' AS text
     FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid
    WHERE o.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = o.oid AND c.contype IN ('p', 'u', 'x'))
    ORDER BY o.relname COLLATE "C"`,

  `SELECT format('CREATE VIEW %I AS%s', o.relname, E'\\n' || pg_get_viewdef(o.oid)) AS text FROM pg_class o
    WHERE o.relkind IN ('v', 'm') AND o.relnamespace = 'public'::regnamespace AND ${notFromExtension('pg_class')}
    ORDER BY o.relname COLLATE "C"`,

  `SELECT rtrim(pg_get_functiondef(o.oid), E'\\n') || ';' AS text FROM pg_proc o
    WHERE o.prokind IN ('f', 'p') AND o.pronamespace = 'public'::regnamespace AND ${notFromExtension('pg_proc')}
    ORDER BY o.proname COLLATE "C", pg_get_function_identity_arguments(o.oid) COLLATE "C"`,

  `SELECT pg_get_triggerdef(o.oid) || ';' AS text FROM pg_trigger o JOIN pg_class c ON c.oid = o.tgrelid
    WHERE NOT o.tgisinternal AND c.relnamespace = 'public'::regnamespace
    ORDER BY c.relname COLLATE "C", o.tgname COLLATE "C"`,

  `SELECT format('ALTER TABLE %I %s ROW LEVEL SECURITY;', o.relname, CASE WHEN o.relforcerowsecurity THEN 'FORCE' ELSE 'ENABLE' END) AS text
     FROM pg_class o WHERE o.relrowsecurity AND o.relnamespace = 'public'::regnamespace ORDER BY o.relname COLLATE "C"`,
]

/** The whole schema, in one order on every server. */
export async function describeSchema(pool: pg.Pool): Promise<string> {
  const parts: string[] = []
  for (const query of queries) parts.push(...(await pool.query<{ text: string }>(query)).rows.map((row) => row.text))
  return `-- What all migrations together make. Written by npm run schema; npm test checks it.\n\n${parts.join('\n\n')}\n`
}
