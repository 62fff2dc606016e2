package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.expression.Expressions;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The plans of the stages of one match step. Every row is known by its number in the file of
 * records, so that what lies between the stages is small.
 */
final class MatchRels {
  private static final Column NUMBER =
      new Column(CompiledPipeline.Input.ROW_NUMBER, ColumnType.BIGINT);
  private static final Column COUNT = new Column("__count", ColumnType.BIGINT);
  private static final Column ROW = new Column("__row", ColumnType.BIGINT);
  private static final Column ROOT = new Column("__root", ColumnType.BIGINT);
  private static final Column SIZE = new Column("__size", ColumnType.BIGINT);
  private static final String CLUSTER = "__cluster";
  private static final String FIRST = "__first";
  private static final String SECOND = "__second";

  private final Rel.Match match;
  private final int no;
  private final Path folder;
  private final List<Column> kept;

  /**
   * @param no of the match in the pipeline, from 1
   * @param needed columns of the match that something behind it reads
   */
  MatchRels(Rel.Match match, int no, Path folder, List<Column> needed) {
    this.match = match;
    this.no = no;
    this.folder = folder;
    this.kept =
        match.from().columns().stream()
            .filter(
                column ->
                    column.name().equals(match.key().name())
                        || needed.stream().anyMatch(n -> n.name().equals(column.name())))
            .toList();
  }

  Path file(String name) {
    return folder.resolve("match-" + no + "-" + name);
  }

  private static Column block(int block, int part, Typed value) {
    return new Column("__b" + block + "_" + part, value.certainType());
  }

  private List<Column> block(int block) {
    List<Column> columns = new ArrayList<>();
    for (int part = 0; part < match.blocks().get(block).size(); part++) {
      columns.add(block(block, part, match.blocks().get(block).get(part)));
    }
    return columns;
  }

  private static Column value(int compared, Typed value) {
    return new Column("__v" + compared, value.certainType());
  }

  private List<Column> values() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < match.compare().size(); i++) {
      columns.add(value(i, match.compare().get(i).value()));
    }
    return columns;
  }

  /** The rows that reach the step, with what they are compared by computed once. */
  Rel records(Rel from) {
    List<Rel.Named> all = new ArrayList<>();
    kept.forEach(column -> all.add(same(column)));
    for (int i = 0; i < match.blocks().size(); i++) {
      for (int part = 0; part < match.blocks().get(i).size(); part++) {
        Typed value = match.blocks().get(i).get(part);
        all.add(new Rel.Named(block(i, part, value).name(), value));
      }
    }
    for (int i = 0; i < match.compare().size(); i++) {
      Typed value = match.compare().get(i).value();
      all.add(new Rel.Named(value(i, value).name(), value));
    }
    return new Rel.Project(from, all);
  }

  /** Another relation for each place the records are read at: each reads columns of its own. */
  private Rel readRecords(String relation) {
    List<Column> columns = new ArrayList<>(kept);
    for (int i = 0; i < match.blocks().size(); i++) {
      columns.addAll(block(i));
    }
    columns.addAll(values());
    columns.add(NUMBER);
    return scan("records", relation, "parquet", "records.parquet", columns);
  }

  private Rel scan(String what, String relation, String format, String file, List<Column> columns) {
    InputSpec spec =
        new InputSpec(
            format, file(file).toString(), null, null, null, false, null, null, null, null);
    String name = StagedPipeline.STAGED + no + " " + what + ")";
    return new Rel.Scan(name, "match_" + no + "_" + relation, spec, columns);
  }

  Chain wrongKey() {
    Rel counted = count(readRecords("keys"), List.of(match.key()));
    String key = Expressions.written(match.key().name());
    Rel wrong = filter(counted, COUNT.name() + " > 1 or " + key + " is null");
    return first(wrong, List.of(new Rel.Order(match.key().name(), false, true)));
  }

  Chain sizes(int block) {
    Rel meeting = filter(blocks(block, "sizes"), COUNT.name() + " > 1");
    String pairs = COUNT.name() + " * (" + COUNT.name() + " - 1)";
    List<Rel.Aggregated> figures =
        List.of(
            new Rel.Aggregated("sum", typed(pairs, meeting), "__pairs", ColumnType.BIGINT),
            new Rel.Aggregated("max", typed(COUNT.name(), meeting), "__most", ColumnType.BIGINT));
    return Chain.of(aggregate(meeting, List.of(), figures));
  }

  Chain largest(int block) {
    List<Rel.Order> order = new ArrayList<>(List.of(new Rel.Order(COUNT.name(), true, false)));
    block(block).forEach(column -> order.add(new Rel.Order(column.name(), false, false)));
    return first(blocks(block, "largest"), order);
  }

  /** All blocks of this kind with the number of their records. */
  private Rel blocks(int block, String relation) {
    Rel counted = count(readRecords(relation), block(block));
    List<String> present = block(block).stream().map(c -> c.name() + " is not null").toList();
    return filter(counted, String.join(" and ", present));
  }

  /** Pairs that meet in this block and in none before, so that nothing is compared twice. */
  Rel pairs(int block) {
    Rel left = side("left", block, FIRST, "__p", MatchScore::left);
    Rel right = side("right", block, SECOND, "__q", MatchScore::right);
    List<Rel.JoinKey> keys = new ArrayList<>();
    block(block).forEach(c -> keys.add(new Rel.JoinKey(c.name(), c.name(), c.type(), false)));
    List<Column> columns = new ArrayList<>(left.columns());
    List<Rel.Taken> taken = new ArrayList<>();
    for (Column column : right.columns()) {
      if (keys.stream().noneMatch(key -> key.right().equals(column.name()))) {
        columns.add(column);
        taken.add(new Rel.Taken(column.name(), column.name(), column.type()));
      }
    }
    Rel joined = new Rel.Join(left, right, "inner", keys, taken, columns);
    List<String> also = new ArrayList<>(List.of(FIRST + " < " + SECOND));
    for (int earlier = 0; earlier < block; earlier++) {
      also.add(notIn(earlier));
    }
    Rel alike = new Rel.Filter(joined, new MatchScore(match).condition(columns, also));
    return project(alike, List.of(FIRST, SECOND));
  }

  private String notIn(int earlier) {
    List<String> equal = new ArrayList<>();
    for (Column column : block(earlier)) {
      equal.add("__p" + column.name() + " = __q" + column.name());
    }
    return "not coalesce(" + String.join(" and ", equal) + ", false)";
  }

  /** What a side of the join is named. */
  private interface Naming {
    String of(int compared);
  }

  private Rel side(String relation, int block, String number, String earlier, Naming naming) {
    List<Rel.Named> all = new ArrayList<>();
    all.add(new Rel.Named(number, reference(NUMBER)));
    block(block).forEach(column -> all.add(same(column)));
    for (int before = 0; before < block; before++) {
      block(before).forEach(c -> all.add(new Rel.Named(earlier + c.name(), reference(c))));
    }
    for (int i = 0; i < match.compare().size(); i++) {
      all.add(new Rel.Named(naming.of(i), reference(values().get(i))));
    }
    return new Rel.Project(readRecords(relation), all);
  }

  /** Of each row that has a partner, the smallest key of its cluster, and how many there are. */
  Rel members() {
    Rel clusters = scan("clusters", "clusters", "csv", "clusters.csv", List.of(ROW, ROOT));
    Rel keyed = join(clusters, readRecords("members"), "inner", ROW, NUMBER, List.of(match.key()));
    List<Rel.Aggregated> figures =
        List.of(
            new Rel.Aggregated("min", reference(match.key()), CLUSTER, match.key().type()),
            new Rel.Aggregated("count", null, SIZE.name(), ColumnType.BIGINT));
    Rel heads = aggregate(keyed, List.of(ROOT), figures);
    Column cluster = new Column(CLUSTER, match.key().type());
    Rel all = join(clusters, heads, "inner", ROOT, ROOT, List.of(cluster, SIZE));
    return project(all, List.of(ROW.name(), CLUSTER, SIZE.name()));
  }

  /** The rows with their clusters: what the rest of the pipeline reads. */
  Rel clustered() {
    Column cluster = new Column(CLUSTER, match.key().type());
    List<Column> found = List.of(ROW, cluster, SIZE);
    Rel members = scan("members", "found", "parquet", "members.parquet", found);
    Rel rows = readRecords("all");
    Rel joined = join(rows, members, "left", NUMBER, ROW, List.of(cluster, SIZE));
    List<Rel.Named> all = new ArrayList<>();
    kept.forEach(column -> all.add(same(column)));
    String own = Expressions.written(match.key().name());
    all.add(new Rel.Named(match.as(), typed("coalesce(" + CLUSTER + ", " + own + ")", joined)));
    String size = match.size();
    if (size != null) {
      String one = "coalesce(" + SIZE.name() + ", cast(1 as bigint))";
      all.add(new Rel.Named(size, typed(one, joined)));
    }
    return new Rel.Project(joined, all);
  }

  private static Rel.Named same(Column column) {
    return new Rel.Named(column.name(), reference(column));
  }

  private static Typed reference(Column column) {
    return StepPlanner.reference(column);
  }

  private static Typed typed(String text, Rel over) {
    return Expressions.check(text, over.columns(), null);
  }

  private static Rel filter(Rel from, String condition) {
    return new Rel.Filter(from, Expressions.check(condition, from.columns(), ColumnType.BOOLEAN));
  }

  private static Rel project(Rel from, List<String> names) {
    return new Rel.Project(
        from,
        from.columns().stream()
            .filter(column -> names.contains(column.name()))
            .map(MatchRels::same)
            .toList());
  }

  private static Rel count(Rel from, List<Column> keys) {
    return aggregate(
        from, keys, List.of(new Rel.Aggregated("count", null, COUNT.name(), COUNT.type())));
  }

  private static Rel aggregate(Rel from, List<Column> keys, List<Rel.Aggregated> figures) {
    List<Column> columns = new ArrayList<>(keys);
    figures.forEach(figure -> columns.add(new Column(figure.as(), figure.type())));
    return new Rel.Aggregate(from, keys, figures, columns);
  }

  private static Chain first(Rel from, List<Rel.Order> order) {
    return Chain.of(new Rel.Limit(from, 1, order));
  }

  private static Rel join(
      Rel left, Rel right, String type, Column leftKey, Column rightKey, List<Column> taken) {
    List<Column> columns = new ArrayList<>(left.columns());
    columns.addAll(taken);
    return new Rel.Join(
        left,
        right,
        type,
        List.of(new Rel.JoinKey(leftKey.name(), rightKey.name(), ColumnType.BIGINT, false)),
        taken.stream().map(c -> new Rel.Taken(c.name(), c.name(), c.type())).toList(),
        columns);
  }
}
