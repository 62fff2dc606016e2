package io.joborchestrator.console.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of two configurations, mostly one that they do not share.
 *
 * @param path where it stands ({@code steps[2].where})
 * @param before null if it is new
 * @param now null if it is gone
 */
public record JsonDifference(String path, @Nullable String before, @Nullable String now) {
  /** All differences, in the order of the newer configuration, then what is gone. */
  public static List<JsonDifference> between(ObjectNode before, ObjectNode now) {
    return all(before, now).stream().filter(each -> !each.isSame()).toList();
  }

  /** Every value, also those both share, in the same order. */
  public static List<JsonDifference> all(ObjectNode before, ObjectNode now) {
    Map<String, String> old = flat(before);
    Map<String, String> fresh = flat(now);
    List<JsonDifference> values = new ArrayList<>();
    fresh.forEach((path, value) -> values.add(new JsonDifference(path, old.get(path), value)));
    old.forEach(
        (path, value) -> {
          if (!fresh.containsKey(path)) {
            values.add(new JsonDifference(path, value, null));
          }
        });
    return values;
  }

  private boolean isSame() {
    return now != null && now.equals(before);
  }

  private static Map<String, String> flat(ObjectNode node) {
    Map<String, String> values = new LinkedHashMap<>();
    collect("", node, values);
    return values;
  }

  private static void collect(String path, JsonNode node, Map<String, String> values) {
    if (node.isObject() && !node.isEmpty()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      node.fields()
          .forEachRemaining(field -> collect(prefix + field.getKey(), field.getValue(), values));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "[" + i + "]", node.get(i), values);
      }
    } else {
      values.put(path, node.toString());
    }
  }
}
