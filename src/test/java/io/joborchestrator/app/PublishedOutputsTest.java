package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.FakeWorkStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedOutputsTest {
  @TempDir Path folder;

  private final ClaimedJob job =
      new FakeWorkStore(Clock.systemUTC(), Duration.ofSeconds(8)).queue(null, null);

  @Test
  void completesWithTheResultWhenItPublishesWhatWasLeft() throws IOException {
    Files.writeString(folder.resolve(".staging"), "rows");
    Optional<RunOutcome.Completed> outcome = recover();
    assertThat(outcome).hasValueSatisfying(done -> assertThat(done.records()).isEqualTo(3));
    assertThat(folder.resolve("out.csv")).hasContent("rows");
  }

  @Test
  void completesWhenTheOutputIsInItsPlaceAlready() throws IOException {
    Files.writeString(folder.resolve("out.csv"), "rows");
    assertThat(recover()).isPresent();
  }

  @Test
  void runsAgainWhenTheOutputLiesOnTheDiskOfAnotherMachine() {
    assertThat(recover()).isEmpty();
  }

  @Test
  void runsAgainWhenSomethingElseLiesInTheOutputsPlace() throws IOException {
    Files.writeString(folder.resolve("out.csv"), "older and longer");
    assertThat(recover()).isEmpty();
    assertThat(folder.resolve("out.csv")).hasContent("older and longer");
  }

  private Optional<RunOutcome.Completed> recover() {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("staging", folder.resolve(".staging").toString());
    manifest.put("target", folder.resolve("out.csv").toString());
    manifest.put("mode", "replace").put("folder", false);
    manifest
        .putObject("result")
        .put("rowsWritten", 3)
        .putArray("outputs")
        .addObject()
        .put("path", folder.resolve("out.csv").toString())
        .put("bytes", 4);
    return new PublishedOutputs(io.joborchestrator.connection.Connections.NONE)
        .recover(job, manifest);
  }
}
