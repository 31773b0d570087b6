// The tables as a query sees them: views over columns that hold numbers for what is text, so that a name that a million
// objects have is stored once. They exist before the snapshot is read: a mistake in a query shows at once.

const SCHEMA = `
CREATE SCHEMA columns;
CREATE TABLE columns.strings (code UINTEGER, text VARCHAR, bytes UINTEGER);
CREATE TABLE columns.node_types (code UTINYINT, type VARCHAR);
CREATE TABLE columns.edge_types (code UTINYINT, type VARCHAR, numbered BOOLEAN);
CREATE TABLE columns.classes (code UINTEGER, class VARCHAR, script VARCHAR, line_number UINTEGER,
  objects DOUBLE, shallow_size DOUBLE, retained_size DOUBLE);
CREATE TABLE columns.nodes (id UINTEGER, type UTINYINT, name UINTEGER, class UINTEGER, shallow_size DOUBLE,
  retained_size DOUBLE, edges UINTEGER, detachedness UTINYINT);
CREATE TABLE columns.edges (from_id UINTEGER, to_id UINTEGER, type UTINYINT, label UINTEGER, strong BOOLEAN);
CREATE TABLE columns.dominators (id UINTEGER, dominator_id UINTEGER, depth UINTEGER, objects UINTEGER,
  retained_size DOUBLE);
CREATE TABLE columns.locations (id UINTEGER, script_id UINTEGER, script VARCHAR, line_number UINTEGER,
  column_number UINTEGER);

CREATE VIEW nodes AS
  SELECT n.id, t.type, s.text AS name, c.class, n.shallow_size::BIGINT AS shallow_size,
    n.retained_size::BIGINT AS retained_size, n.edges,
    CASE n.detachedness WHEN 1 THEN 'attached' WHEN 2 THEN 'detached' END AS detachedness
  FROM columns.nodes n
    LEFT JOIN columns.node_types t ON t.code = n.type
    LEFT JOIN columns.strings s ON s.code = n.name
    LEFT JOIN columns.classes c ON c.code = n.class;
CREATE VIEW edges AS
  SELECT e.from_id, e.to_id, t.type, s.text AS name, CASE WHEN t.numbered THEN e.label END AS "index", e.strong
  FROM columns.edges e
    LEFT JOIN columns.edge_types t ON t.code = e.type
    LEFT JOIN columns.strings s ON s.code = CASE WHEN t.numbered THEN NULL ELSE e.label END;
CREATE VIEW classes AS
  SELECT class, script, line_number, objects::BIGINT AS objects, shallow_size::BIGINT AS shallow_size,
    retained_size::BIGINT AS retained_size
  FROM columns.classes WHERE objects > 0;
CREATE VIEW dominators AS
  SELECT id, dominator_id, depth, objects, retained_size::BIGINT AS retained_size FROM columns.dominators;
CREATE VIEW strings AS SELECT code AS "index", text, bytes FROM columns.strings;
CREATE VIEW locations AS FROM columns.locations;
CREATE MACRO paths(node) AS TABLE
  SELECT step.* FROM (SELECT unnest(path_of(node::BIGINT)) AS step);
`

/** Statements to be run one after the other, after the function `path_of` is there. */
export const VIEW_STATEMENTS: readonly string[] = SCHEMA.split(';')
  .map((statement) => statement.trim())
  .filter((statement) => statement !== '')
