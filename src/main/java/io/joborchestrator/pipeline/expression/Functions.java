package io.joborchestrator.pipeline.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every function of the expression language, by name. */
public final class Functions {
  private static final Map<String, Function> ALL = new LinkedHashMap<>();

  static {
    for (List<Function> group :
        List.of(
            GeneralFunctions.list(),
            NumberFunctions.list(),
            TextFunctions.list(),
            PatternFunctions.list(),
            SimilarityFunctions.list(),
            TimeFunctions.list())) {
      group.forEach(function -> ALL.put(function.name(), function));
    }
  }

  private Functions() {}

  static @Nullable Function find(String name) {
    return ALL.get(name);
  }

  static Collection<String> names() {
    return ALL.keySet();
  }

  /**
   * A function for people.
   *
   * @param signature {@code round(number, digits)}
   * @param doc one line
   */
  public record Entry(String name, String signature, String doc) {}

  /** All functions in the order of the documentation. */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Function function : ALL.values()) {
      entries.add(new Entry(function.name(), function.signature(), function.doc()));
    }
    return entries;
  }
}
