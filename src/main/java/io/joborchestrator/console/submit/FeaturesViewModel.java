package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.learning.FeatureKind;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The columns a model looks at. Options of a feature, for which there is no field, stay with its
 * columns. FX thread only.
 */
final class FeaturesViewModel extends FormPart {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final InputViewModel input;
  private final ObservableList<String> columns =
      watched(FXCollections.<String>observableArrayList());
  private final Map<String, ObjectNode> options = new HashMap<>();

  /**
   * @param input knows the types of the columns
   */
  FeaturesViewModel(InputViewModel input) {
    this.input = input;
  }

  ObservableList<String> columns() {
    return columns;
  }

  boolean hasOptions() {
    return !options.isEmpty();
  }

  /** Neighbours of one kind with the same options are one feature of several columns. */
  ArrayNode config() {
    Map<String, FeatureKind> kinds =
        input.knownColumns().stream()
            .collect(
                Collectors.toMap(
                    Column::name,
                    each -> FeatureKind.usual(each.type()),
                    (first, second) -> first));
    return config(kinds::get);
  }

  private ArrayNode config(Function<String, @Nullable FeatureKind> kinds) {
    ArrayNode list = NODES.arrayNode();
    ObjectNode last = NODES.objectNode();
    ObjectNode lastOptions = null;
    FeatureKind lastKind = null;
    for (String column : columns) {
      ObjectNode own = options.getOrDefault(column, NODES.objectNode());
      FeatureKind kind = own.has("as") ? null : kinds.apply(column);
      if (!own.equals(lastOptions) || !Objects.equals(kind, lastKind)) {
        last = list.addObject();
        last.putArray("columns");
        last.setAll(own);
        lastOptions = own;
        lastKind = kind;
      }
      last.withArray("columns").add(column);
    }
    return list;
  }

  void load(JsonNode list) {
    options.clear();
    List<String> loaded = new ArrayList<>();
    for (JsonNode feature : list) {
      ObjectNode own = feature.isObject() ? feature.deepCopy() : NODES.objectNode();
      own.remove("columns");
      for (JsonNode column : feature.path("columns")) {
        loaded.add(column.asText());
        if (!own.isEmpty()) {
          options.put(column.asText(), own);
        }
      }
    }
    columns.setAll(loaded);
  }
}
