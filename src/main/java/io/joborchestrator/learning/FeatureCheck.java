package io.joborchestrator.learning;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be wrong with features. One per check. */
final class FeatureCheck {
  private final @Nullable String label;
  private final ColumnNames names;
  private final Set<String> used = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  FeatureCheck(@Nullable String label, ColumnNames names) {
    this.label = label;
    this.names = names;
  }

  List<Problem> check(List<FeatureSpec> features) {
    for (int i = 0; i < features.size(); i++) {
      feature(features.get(i), "/features/" + i);
    }
    return problems;
  }

  private void feature(FeatureSpec feature, String at) {
    FeatureKind kind = feature.as();
    for (int i = 0; i < feature.columns().size(); i++) {
      String name = feature.columns().get(i);
      String pointer = at + "/columns/" + i;
      Optional<Column> column = names.find(name);
      if (column.isEmpty()) {
        problems.add(names.unknown(name, pointer));
        continue;
      }
      ColumnType type = column.get().type();
      FeatureKind meant = feature.as() == null ? FeatureKind.usual(type) : feature.as();
      if (name.equals(label)) {
        invalid(pointer, "'" + name + "' is the label: a model that sees it has nothing to learn");
      } else if (!used.add(name)) {
        invalid(pointer, "'" + name + "' is a feature already");
      } else if (!meant.takes(type)) {
        problems.add(Problem.at(ErrorCode.TYPE_MISMATCH, pointer, misfit(name, type, meant)));
      } else if (kind != null && kind != meant) {
        invalid(pointer, "'" + name + "' is of another kind than the columns before it");
      }
      kind = kind == null ? meant : kind;
    }
    if (kind != null) {
      options(feature, kind, at);
    }
  }

  private static String misfit(String name, ColumnType type, FeatureKind kind) {
    String way =
        FeatureKind.usual(type) == FeatureKind.CATEGORY
            ? "category or text"
            : FeatureKind.usual(type).wire();
    return "'" + name + "' is " + type + " and cannot be " + kind.wire() + ": use it as " + way;
  }

  private void options(FeatureSpec feature, FeatureKind kind, String at) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("missing", feature.missing());
    given.put("scale", feature.scale());
    given.put("buckets", feature.buckets());
    given.put("unknown", feature.unknown());
    given.put("encoding", feature.encoding());
    given.put("words", feature.words());
    given.put("weights", feature.weights());
    given.put("parts", feature.parts());
    given.forEach(
        (key, value) -> {
          if (value != null && !kind.options().contains(key)) {
            invalid(at + "/" + key, "This does not go with " + kind.wire() + " features");
          }
        });
    boolean scaled = feature.scale() != null && !feature.scale().equals("none");
    if (feature.buckets() != null && scaled) {
      invalid(at + "/scale", "Buckets have no scale: take one of the two");
    }
    List<String> parts = feature.parts();
    if (kind == FeatureKind.DATE && parts != null && parts.contains("hour")) {
      feature.columns().stream()
          .flatMap(name -> names.find(name).stream())
          .filter(column -> column.type().kind() == ColumnType.Kind.DATE)
          .findFirst()
          .ifPresent(
              date -> invalid(at + "/parts", "'" + date.name() + "' is a day without hours"));
    }
  }

  private void invalid(String pointer, String message) {
    problems.add(Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message));
  }
}
