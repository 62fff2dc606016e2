package io.joborchestrator.learning;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns that a model looks at, all treated alike.
 *
 * @param as null: by the type of the column
 * @param missing numbers and dates: {@code mean} (default), {@code median}, {@code mode}, {@code
 *     zero} or {@code fail}
 * @param scale numbers: {@code none} (default), {@code standard} (mean 0, deviation 1) or {@code
 *     range} (0 to 1)
 * @param buckets numbers: cut into so many groups of equal size, each a column of its own
 * @param unknown categories the model has not seen, and missing ones: {@code keep} (default, a
 *     column of their own), {@code zero} (all columns 0) or {@code fail}
 * @param encoding categories: {@code one_hot} (default) or {@code index}, for trees
 * @param words texts: columns that words are hashed to; default 1024
 * @param weights texts: {@code tfidf} (default) or {@code counts}
 * @param parts dates: of {@code year}, {@code quarter}, {@code month}, {@code day}, {@code
 *     weekday}, {@code hour}; default year, month, day, weekday, and hour of timestamps
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeatureSpec(
    List<String> columns,
    @Nullable FeatureKind as,
    @Nullable String missing,
    @Nullable String scale,
    @Nullable Integer buckets,
    @Nullable String unknown,
    @Nullable String encoding,
    @Nullable Integer words,
    @Nullable String weights,
    @Nullable List<String> parts) {
  public FeatureSpec {
    columns = List.copyOf(columns);
  }

  /** Columns with everything as usual. */
  public static FeatureSpec of(List<String> columns) {
    return new FeatureSpec(columns, null, null, null, null, null, null, null, null, null);
  }
}
