package io.joborchestrator.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A published JSON Schema, and what a document lacks by it in plain sentences. Thread-safe. */
public final class DocumentSchema {
  private final JsonNode text;
  private final JsonSchema schema;

  private DocumentSchema(JsonNode text) {
    this.text = text;
    this.schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text.deepCopy());
  }

  /**
   * Reads and compiles the schema {@code /schemas/NAME.schema.json} of this program; takes a part
   * of a second.
   */
  public static DocumentSchema named(String name) {
    String path = "/schemas/" + name + ".schema.json";
    try (InputStream in = DocumentSchema.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("The schema " + path + " is not in this build");
      }
      return new DocumentSchema(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A schema that somebody else brings, such as a plug-in. */
  public static DocumentSchema of(JsonNode text) {
    return new DocumentSchema(text);
  }

  /** Everything that is wrong: unknown keys with the near name, missing keys, wrong values. */
  public List<Problem> problems(JsonNode document) {
    List<Problem> problems = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (ValidationMessage message : schema.validate(document)) {
      Problem problem = problem(message);
      if (seen.add(problem.pointer() + problem.message())) {
        problems.add(problem);
      }
    }
    return problems;
  }

  private Problem problem(ValidationMessage message) {
    String pointer = pointer(message.getInstanceLocation().toString());
    String property = message.getProperty();
    if ("additionalProperties".equals(message.getType())
        || "unevaluatedProperties".equals(message.getType())) {
      String near = property == null ? null : Suggestion.near(property, known(message));
      return new Problem(
          ErrorCode.INVALID_SPECIFICATION,
          pointer + "/" + property,
          -1,
          -1,
          "Unknown key '" + property + "'" + (near == null ? "" : ": did you mean '" + near + "'?"),
          near);
    }
    if ("required".equals(message.getType())) {
      return Problem.at(
          ErrorCode.INVALID_SPECIFICATION, pointer, "The key '" + property + "' is missing");
    }
    String words = message.getMessage();
    int colon = words.indexOf(": ");
    String plain = colon < 0 ? words : words.substring(colon + 2);
    return Problem.at(
        ErrorCode.INVALID_SPECIFICATION,
        pointer,
        plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1));
  }

  /** The keys that stand in the schema where another key was refused. */
  private List<String> known(ValidationMessage message) {
    String place = message.getSchemaLocation().getFragment().toString();
    JsonNode around = text.at(place.substring(0, Math.max(0, place.lastIndexOf('/'))));
    List<String> known = new ArrayList<>();
    around.path("properties").fieldNames().forEachRemaining(known::add);
    return known;
  }

  /** The validator writes {@code $.steps[2].where} or a pointer, by its version. */
  private static String pointer(String location) {
    if (location.startsWith("/") || location.isEmpty()) {
      return location;
    }
    return location
        .replaceFirst("^\\$", "")
        .replaceAll("\\['([^']*)'\\]", "/$1")
        .replaceAll("\\[(\\d+)\\]", "/$1")
        .replace(".", "/");
  }
}
