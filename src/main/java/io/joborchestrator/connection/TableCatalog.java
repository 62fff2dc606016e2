package io.joborchestrator.connection;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks tables up in the catalog of a database. Stateless over its session. */
public final class TableCatalog {
  private static final String FIND =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind::text, coalesce(am.amname, ''),
             c.reltuples::bigint,
             CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid)
                  WHEN c.relkind = 'p' THEN
                      (SELECT coalesce(sum(pg_table_size(relid)), 0)::bigint
                       FROM pg_partition_tree(c.oid))
                  ELSE -1 END
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_am am ON am.oid = c.relam
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = ?
        AND CASE WHEN ?::text IS NULL THEN pg_table_is_visible(c.oid) ELSE n.nspname = ? END
      """;

  private static final String COLUMNS =
      """
      WITH RECURSIVE base (attnum, type, modifier) AS (
          SELECT attnum, atttypid, atttypmod FROM pg_attribute
          WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped
          UNION ALL
          SELECT b.attnum, t.typbasetype, t.typtypmod
          FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname, t.typtype::text,
             t.typcategory::text, b.modifier, a.attnotnull,
             a.atthasdef OR a.attidentity <> '' AS filled,
             a.attgenerated <> '' OR a.attidentity = 'a' AS computed
      FROM pg_attribute a
      JOIN base b ON b.attnum = a.attnum
      JOIN pg_type t ON t.oid = b.type AND t.typtype <> 'd'
      WHERE a.attrelid = ? ORDER BY a.attnum
      """;

  private static final String KEYS =
      """
      SELECT array_agg(a.attname::text ORDER BY k.place)
      FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ? AND i.indisunique AND i.indisvalid AND i.indimmediate
        AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
      GROUP BY i.indexrelid, i.indisprimary ORDER BY i.indisprimary DESC, i.indexrelid
      """;

  /** What a relation is or, for views, reads: is any of it in a schema of this program? */
  private static final String OURS =
      """
      WITH RECURSIVE used (relation) AS (
          SELECT ?::oid
          UNION
          SELECT d.refobjid FROM used u
          JOIN pg_rewrite r ON r.ev_class = u.relation
          JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                          AND d.refclassid = 'pg_class'::regclass)
      SELECT n.nspname FROM used u
      JOIN pg_class c ON c.oid = u.relation
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE EXISTS (SELECT FROM pg_class o WHERE o.relnamespace = n.oid AND o.relname = 'job_runs')
        AND EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid AND p.proname = 'claim_jobs')
      LIMIT 1
      """;

  private static final String NAMES =
      """
      SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
        AND c.relname !~ '^ejo_(stage_|loads$)'
        AND NOT EXISTS (SELECT FROM pg_proc p
                        WHERE p.pronamespace = n.oid AND p.proname = 'claim_jobs')
        AND has_schema_privilege(n.oid, 'USAGE')
        AND strpos(lower(n.nspname || '.' || c.relname), lower(?)) > 0
      ORDER BY 1, 2 LIMIT ?
      """;

  private static final int NEAR_NAMES = 2_000;

  private final DatabaseLink link;

  public TableCatalog(DatabaseLink link) {
    this.link = link;
  }

  /**
   * A table by name.
   *
   * @return empty if there is none
   * @throws OrchestratorException NOT_ALLOWED if it belongs to this program, or shows what does
   */
  public Optional<TableFacts> find(TableName name) throws SQLException {
    List<TableFacts> found =
        link.list(FIND, TableCatalog::facts, name.table(), name.schema(), name.schema());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TableFacts bare = found.get(0);
    refuseOurs(bare);
    return Optional.of(
        new TableFacts(
            bare.oid(),
            bare.name(),
            bare.kind(),
            bare.bytes(),
            bare.rows(),
            bare.isHeap(),
            link.list(COLUMNS, TableCatalog::column, bare.oid(), bare.oid()),
            link.list(KEYS, row -> texts(row.getArray(1)), bare.oid())));
  }

  /**
   * As {@link #find}, for a table that must be there.
   *
   * @throws OrchestratorException INPUT_NOT_FOUND with what was probably meant
   */
  public TableFacts get(TableName name, String connection) throws SQLException {
    Optional<TableFacts> found = find(name);
    if (found.isPresent()) {
      return found.get();
    }
    List<String> known = names("", NEAR_NAMES);
    String wanted = name.schema() == null ? "public." + name : name.toString();
    throw new OrchestratorException(
        ErrorCode.INPUT_NOT_FOUND,
        "There is no table "
            + name
            + " in the database '"
            + connection
            + "', or you may not see it."
            + NearNames.hint(wanted, known));
  }

  /**
   * Names of tables and views that hold a text, at most so many. Those of this program and of the
   * system are left out.
   */
  public List<String> names(String part, int most) throws SQLException {
    return link.list(
        NAMES, row -> new TableName(row.getString(1), row.getString(2)).toString(), part, most);
  }

  private void refuseOurs(TableFacts table) throws SQLException {
    String schema = link.text(OURS, table.oid());
    if (schema != null) {
      throw new OrchestratorException(
          ErrorCode.NOT_ALLOWED,
          table.name()
              + " belongs to this program (schema "
              + schema
              + "): jobs may neither read nor write its tables.");
    }
  }

  private static TableFacts facts(ResultSet row) throws SQLException {
    TableFacts.Kind kind = TableFacts.Kind.of(row.getString(4));
    return new TableFacts(
        row.getLong(1),
        new TableName(row.getString(2), row.getString(3)),
        kind,
        row.getLong(7),
        Math.max(-1, row.getLong(6)),
        row.getString(5).equals("heap"),
        List.of(),
        List.of());
  }

  private static TableColumn column(ResultSet row) throws SQLException {
    return new TableColumn(
        row.getString(1),
        row.getString(2),
        PostgresTypes.of(row.getString(3), row.getString(4), row.getString(5), row.getInt(6)),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getBoolean(9));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
  }
}
