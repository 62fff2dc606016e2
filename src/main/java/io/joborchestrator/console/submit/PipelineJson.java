package io.joborchestrator.console.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.BrokenJson;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.stream.Collectors;

/** A pipeline between records and JSON. */
final class PipelineJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PipelineJson() {}

  static ObjectNode write(PipelineSpec spec) {
    return JSON.valueToTree(spec);
  }

  /**
   * @throws IllegalArgumentException with a sentence that names the place
   */
  static PipelineSpec read(ObjectNode config) {
    try {
      return JSON.treeToValue(config, PipelineSpec.class);
    } catch (JsonMappingException wrong) {
      throw new IllegalArgumentException(place(wrong) + BrokenJson.fault(wrong), wrong);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(BrokenJson.fault(wrong), wrong);
    }
  }

  private static String place(JsonMappingException wrong) {
    String path =
        wrong.getPath().stream()
            .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
            .collect(Collectors.joining("/"));
    return path.isEmpty() ? "" : "config/" + path + ": ";
  }
}
