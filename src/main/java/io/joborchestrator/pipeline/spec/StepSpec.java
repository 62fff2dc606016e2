package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a chain; {@code op} in JSON names the kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StepSpec.Filter.class, name = "filter"),
  @JsonSubTypes.Type(value = StepSpec.Select.class, name = "select"),
  @JsonSubTypes.Type(value = StepSpec.Derive.class, name = "derive"),
  @JsonSubTypes.Type(value = StepSpec.Rename.class, name = "rename"),
  @JsonSubTypes.Type(value = StepSpec.Cast.class, name = "cast"),
  @JsonSubTypes.Type(value = StepSpec.Join.class, name = "join"),
  @JsonSubTypes.Type(value = StepSpec.GroupBy.class, name = "group_by"),
  @JsonSubTypes.Type(value = StepSpec.Sort.class, name = "sort"),
  @JsonSubTypes.Type(value = StepSpec.Dedupe.class, name = "dedupe"),
  @JsonSubTypes.Type(value = StepSpec.Union.class, name = "union"),
  @JsonSubTypes.Type(value = StepSpec.Limit.class, name = "limit"),
  @JsonSubTypes.Type(value = StepSpec.Match.class, name = "match")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface StepSpec {
  /** The word in {@code op}. */
  String op();

  /** Keeps rows for which the expression is true (not false, not NULL). */
  record Filter(String where) implements StepSpec {
    @Override
    public String op() {
      return "filter";
    }
  }

  /** Keeps these columns in this order. */
  record Select(List<String> columns) implements StepSpec {
    @Override
    public String op() {
      return "select";
    }
  }

  /** Adds columns at the end or replaces columns of the same name in place. */
  record Derive(List<Derived> columns) implements StepSpec {
    @Override
    public String op() {
      return "derive";
    }
  }

  /** A column computed by an expression over the columns before this step. */
  record Derived(String name, String expression) {}

  /** Renames columns in place. */
  record Rename(List<Renamed> columns) implements StepSpec {
    @Override
    public String op() {
      return "rename";
    }
  }

  record Renamed(String from, String to) {}

  /** Changes types in place. */
  record Cast(List<Casted> columns) implements StepSpec {
    @Override
    public String op() {
      return "cast";
    }
  }

  /**
   * @param onError {@code fail} (default) or {@code null}: what a value that cannot be converted
   *     becomes
   * @param format pattern of a date or timestamp in text, or null for ISO 8601
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Casted(String name, ColumnType type, @Nullable String onError, @Nullable String format) {}

  /**
   * Joins with an input or a table.
   *
   * @param type {@code inner} (default), {@code left}, {@code right}, {@code full}, {@code semi} or
   *     {@code anti}
   * @param on pairs of columns that must be equal; NULL equals nothing
   * @param columns columns to take from the other side; null: all but its keys
   * @param suffix put behind a name of the other side that is taken already; null: such a name is
   *     an error
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Join(
      String with,
      @Nullable String type,
      List<On> on,
      @Nullable List<String> columns,
      @Nullable String suffix)
      implements StepSpec {
    @Override
    public String op() {
      return "join";
    }
  }

  record On(String left, String right) {}

  /** One row per distinct keys; NULL is a key of its own. No keys: one row in all. */
  record GroupBy(List<String> keys, List<Aggregate> aggregates) implements StepSpec {
    @Override
    public String op() {
      return "group_by";
    }
  }

  /**
   * @param function {@code count}, {@code count_distinct}, {@code sum}, {@code avg}, {@code min},
   *     {@code max}
   * @param expression over the columns before the step; null only for {@code count}: rows
   * @param as name of the result
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Aggregate(String function, @Nullable String expression, String as) {}

  /** Orders rows; the order is kept in the output when no later step breaks it. */
  record Sort(List<SortKey> by) implements StepSpec {
    @Override
    public String op() {
      return "sort";
    }
  }

  /**
   * @param direction {@code asc} (default) or {@code desc}
   * @param nulls {@code first} or {@code last} (default), in both directions
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SortKey(String column, @Nullable String direction, @Nullable String nulls) {}

  /**
   * Keeps one row per keys.
   *
   * @param keys null or empty: all columns
   * @param keep order that decides which row stays (the first); the remaining columns break ties,
   *     so that the answer is the same on every engine
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Dedupe(@Nullable List<String> keys, @Nullable List<SortKey> keep) implements StepSpec {
    @Override
    public String op() {
      return "dedupe";
    }
  }

  /** Appends the rows of inputs or tables with the same columns, matched by name. */
  record Union(List<String> with) implements StepSpec {
    @Override
    public String op() {
      return "union";
    }
  }

  /** Keeps the first rows; without a sort before it, which rows is not defined but the count is. */
  record Limit(long rows) implements StepSpec {
    @Override
    public String op() {
      return "limit";
    }
  }

  /**
   * Finds the records of one thing: compares those that meet in a block, and gives all that are
   * alike, directly or by way of others, the same cluster.
   *
   * @param key column that tells the records apart; no NULL, no value twice
   * @param blocks lists of expressions: two records are compared if they have the same values in
   *     all expressions of a list, none of them NULL
   * @param compare what two records are compared by
   * @param threshold of the mean similarity, above 0 to 1
   * @param largestBlock records of one block at most, a guard against comparing all with all; null:
   *     {@link #LARGEST_BLOCK}
   * @param as name of the new column with the smallest key of the cluster; null: {@link #CLUSTER}
   * @param size name of a new column with the number of records of the cluster; null: none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Match(
      String key,
      List<List<String>> blocks,
      List<Comparison> compare,
      double threshold,
      @Nullable Long largestBlock,
      @Nullable String as,
      @Nullable String size)
      implements StepSpec {
    /** Compared at most two million times. */
    public static final long LARGEST_BLOCK = 2_000;

    public static final String CLUSTER = "cluster";

    @Override
    public String op() {
      return "match";
    }
  }

  /**
   * One thing two records are compared by.
   *
   * @param value expression over one record
   * @param by {@code edit}: texts by letters to change, {@code date}: dates by {@code
   *     date_similarity}, {@code exact}: equal or not
   * @param weight in the mean, above 0; null: 1
   * @param missing similarity if one of the two has no value, 0 to 1; null: it does not count
   * @param atLeast two records that are less alike in this are no match; null: no limit
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Comparison(
      String value,
      String by,
      @Nullable Double weight,
      @Nullable Double missing,
      @Nullable Double atLeast) {}
}
