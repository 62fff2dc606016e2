package io.joborchestrator.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputGroupTest {
  private static final ObjectNode RESULT = JsonNodeFactory.instance.objectNode().put("rows", 7);

  @TempDir Path folder;

  private final List<ObjectNode> manifests = new ArrayList<>();

  private OutputGroup group() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    Path work = folder.resolve("w");
    return new OutputGroup(
        new JobRun(9, "job-9", 1, "t", "etl", config, null, work, manifests::add), List.of());
  }

  private OutputPublisher written(OutputGroup group, String name) throws IOException {
    OutputPublisher output = group.open(OutputSpec.of("csv", folder.resolve(name).toString()));
    Files.writeString(output.staging(), name);
    return output;
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void showsAllOutputsAfterOneLookAtTheGate() throws IOException {
    OutputGroup group = group();
    written(group, "a.csv");
    ObjectNode second = written(group, "b.csv").manifest();
    group.publish(RESULT);
    assertThat(folder.resolve("a.csv")).hasContent("a.csv");
    assertThat(folder.resolve("b.csv")).hasContent("b.csv");
    assertThat(manifests).hasSize(1);
    assertThat(manifests.get(0).path("result")).isEqualTo(RESULT);
    assertThat(manifests.get(0).path("also")).containsExactly(second);
  }

  @Test
  void showsNoneIfThePlaceOfOneIsTakenMeanwhile() throws IOException {
    OutputGroup group = group();
    written(group, "a.csv");
    written(group, "b.csv");
    Files.writeString(folder.resolve("b.csv"), "somebody else's");
    assertRefused(() -> group.publish(RESULT), ErrorCode.OUTPUT_EXISTS);
    assertThat(manifests).isEmpty();
    assertThat(folder.resolve("a.csv")).doesNotExist();
    assertThat(folder.resolve("b.csv")).hasContent("somebody else's");
  }

  @Test
  void saysThatAnOutputWasNotWritten() throws IOException {
    OutputGroup group = group();
    group.open(OutputSpec.of("csv", folder.resolve("a.csv").toString()));
    assertRefused(group::place, ErrorCode.INTERNAL);
  }

  @Test
  void refusesTwoOutputsAtOnePlace() throws IOException {
    OutputGroup group = group();
    written(group, "a.csv");
    OutputSpec again = OutputSpec.of("csv", folder + "/./a.csv");
    assertRefused(() -> group.open(again), ErrorCode.OUTPUT_EQUALS_INPUT);
  }
}
