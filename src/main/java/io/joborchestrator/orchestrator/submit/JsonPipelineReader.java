package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads pipelines by the names of their records' parts; a name that does not exist is a problem.
 */
public final class JsonPipelineReader implements PipelineReader {
  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Reading read(ObjectNode config) {
    try {
      return new Reading(json.treeToValue(config, PipelineSpec.class), List.of());
    } catch (UnrecognizedPropertyException e) {
      return new Reading(null, List.of(unknown(e)));
    } catch (JsonMappingException e) {
      return new Reading(null, List.of(wrong(e)));
    } catch (JsonProcessingException e) {
      return new Reading(
          null,
          List.of(
              Problem.at(
                  ErrorCode.INVALID_SPECIFICATION,
                  "",
                  "The configuration is no pipeline: " + e.getOriginalMessage())));
    }
  }

  private static Problem unknown(UnrecognizedPropertyException e) {
    List<String> known = new ArrayList<>();
    if (e.getKnownPropertyIds() != null) {
      e.getKnownPropertyIds().forEach(id -> known.add(id.toString()));
    }
    String name = e.getPropertyName();
    return new Problem(
        ErrorCode.INVALID_SPECIFICATION,
        pointer(e),
        -1,
        -1,
        "There is no part '" + name + "' here." + NearNames.hint(name, known),
        NearNames.nearest(name, known).orElse(null));
  }

  /** What a record's own check says is clearer than what the reader wraps around it. */
  private static Problem wrong(JsonMappingException e) {
    @Nullable Throwable cause = e.getCause();
    String message =
        cause instanceof IllegalArgumentException
            ? Objects.toString(cause.getMessage(), "It is not valid.")
            : e.getOriginalMessage();
    return Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer(e), message);
  }

  private static String pointer(JsonMappingException e) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference part : e.getPath()) {
      pointer.append('/');
      if (part.getFieldName() == null) {
        pointer.append(part.getIndex());
      } else {
        pointer.append(part.getFieldName().replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }
}
