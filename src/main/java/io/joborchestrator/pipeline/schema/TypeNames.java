package io.joborchestrator.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.Suggestion;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Names of types in documents: they have a grammar of their own. Stateless. */
public final class TypeNames {
  private TypeNames() {}

  /** Every {@code type} in a document that is none; those of joins are something else. */
  public static List<Problem> problems(JsonNode document) {
    List<Problem> problems = new ArrayList<>();
    types(document, "", problems);
    return problems;
  }

  private static void types(JsonNode node, String pointer, List<Problem> problems) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        types(node.get(i), pointer + "/" + i, problems);
      }
    } else if (node.isObject()) {
      boolean join = "join".equals(node.path("op").asText());
      Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        String at = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
        if (field.getKey().equals("type") && field.getValue().isTextual() && !join) {
          type(field.getValue().asText(), at, problems);
        } else {
          types(field.getValue(), at, problems);
        }
      }
    }
  }

  private static void type(String text, String at, List<Problem> problems) {
    try {
      ColumnType.parse(text);
    } catch (IllegalArgumentException e) {
      String near =
          Suggestion.near(
              text,
              List.of(
                  "string",
                  "boolean",
                  "integer",
                  "bigint",
                  "double",
                  "decimal(18,2)",
                  "date",
                  "timestamp"));
      problems.add(
          new Problem(
              ErrorCode.INVALID_SPECIFICATION, at, -1, -1, String.valueOf(e.getMessage()), near));
    }
  }
}
