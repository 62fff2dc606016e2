package io.joborchestrator.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputPublisherTest {
  @TempDir Path folder;

  private JobRun run(int epoch, PublishGate gate) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    return new JobRun(9, "job-9", epoch, "t", "etl", config, null, folder.resolve("w"), gate);
  }

  private OutputPublisher open(String name, String ifExists, int epoch, PublishGate gate) {
    OutputSpec spec = new OutputSpec("csv", folder.resolve(name).toString(), ifExists, null);
    return OutputPublisher.open(spec, run(epoch, gate), List.of());
  }

  private List<String> names(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void showsTheOutputOnlyWhenItIsPublished() throws IOException {
    OutputPublisher publisher = open("out.csv", "refuse", 1, PublishGate.OPEN);
    Files.writeString(publisher.staging(), "new");
    assertThat(folder.resolve("out.csv")).doesNotExist();
    assertThat(publisher.publish()).containsExactly(folder.resolve("out.csv"));
    assertThat(names(folder)).containsExactly("out.csv");
  }

  @Test
  void finishesAPublicationThatDiedBehindTheGate() throws IOException {
    OutputPublisher publisher = open("out.csv", "replace", 1, PublishGate.OPEN);
    Files.writeString(folder.resolve("out.csv"), "old");
    Files.writeString(publisher.staging(), "new");
    ObjectNode manifest = publisher.manifest();
    assertThat(OutputPublisher.recover(manifest)).isTrue();
    assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("new");
    assertThat(OutputPublisher.recover(manifest)).isFalse();
    assertThat(names(folder)).containsExactly("out.csv");
  }

  @Test
  void refusesToReplaceAFileThatAppearsBehindTheGate() throws IOException {
    Path target = folder.resolve("out.csv");
    OutputPublisher publisher = open("out.csv", "refuse", 1, manifest -> written(target));
    Files.writeString(publisher.staging(), "new");
    assertThatThrownBy(publisher::publish)
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT_EXISTS));
    assertThat(target).hasContent("theirs");
    assertThat(names(folder)).containsExactly("out.csv");
  }

  @Test
  void refusesToReplaceAFolderThatAppearsBehindTheGate() throws IOException {
    Path theirs = folder.resolve("out").resolve("theirs.csv");
    OutputPublisher publisher = open("out", "refuse", 1, manifest -> written(theirs));
    Files.createDirectory(publisher.staging());
    Files.writeString(publisher.staging().resolve(publisher.partName(0)), "new");
    assertThatThrownBy(publisher::publish)
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT_EXISTS));
    assertThat(theirs).hasContent("theirs");
    assertThat(names(folder)).containsExactly("out");
  }

  private static boolean written(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "theirs");
      return true;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void finishesAPublicationThatDiedBetweenLinkAndRemoval() throws IOException {
    OutputPublisher publisher = open("out.csv", "refuse", 1, PublishGate.OPEN);
    Files.writeString(publisher.staging(), "new");
    Files.createLink(folder.resolve("out.csv"), publisher.staging());
    assertThat(OutputPublisher.recover(publisher.manifest())).isTrue();
    assertThat(folder.resolve("out.csv")).hasContent("new");
    assertThat(names(folder)).containsExactly("out.csv");
  }

  @Test
  void removesWhatNeverPassedTheGate() throws IOException {
    OutputPublisher publisher = open("out.csv", "replace", 1, PublishGate.OPEN);
    Files.writeString(publisher.staging(), "half");
    publisher.discard();
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void removesWhatAnAttemptLeftWhoseWorkerDied() throws IOException {
    Files.writeString(open("out.csv", "refuse", 1, PublishGate.OPEN).staging(), "half");
    open("out.csv", "refuse", 2, PublishGate.OPEN);
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void leavesNothingWhenFenced() throws IOException {
    OutputPublisher publisher = open("out.csv", "replace", 1, manifest -> false);
    Files.writeString(publisher.staging(), "new");
    assertThatThrownBy(publisher::publish)
        .isInstanceOfSatisfying(
            OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void keepsAFileThatAppearedMeanwhile() throws IOException {
    OutputPublisher publisher = open("out.csv", "refuse", 1, PublishGate.OPEN);
    Files.writeString(publisher.staging(), "new");
    Files.writeString(folder.resolve("out.csv"), "theirs");
    assertThatThrownBy(publisher::publish).hasMessageContaining("appeared");
    assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("theirs");
    assertThat(names(folder)).containsExactly("out.csv");
  }

  @Test
  void appendsPartsAndSurvivesACrashInBetween() throws IOException {
    for (int epoch = 1; epoch <= 2; epoch++) {
      OutputPublisher publisher = open("out", "append", epoch, PublishGate.OPEN);
      Files.createDirectory(publisher.staging());
      Files.writeString(publisher.staging().resolve(publisher.partName(0)), "rows " + epoch);
      publisher.publish();
    }
    OutputPublisher third = open("out", "append", 3, PublishGate.OPEN);
    Files.createDirectory(third.staging());
    Files.writeString(third.staging().resolve(third.partName(0)), "a");
    Files.writeString(third.staging().resolve(third.partName(1)), "b");
    Files.move(
        third.staging().resolve(third.partName(0)),
        folder.resolve("out").resolve(third.partName(0)));
    assertThat(OutputPublisher.recover(third.manifest())).isTrue();
    assertThat(names(folder.resolve("out"))).hasSize(4);
    assertThat(names(folder)).containsExactly("out");
  }

  @Test
  void replacesAFolderAndPutsItBackAfterACrash() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("part-0.csv"), "old");
    OutputPublisher publisher = open("out", "replace", 2, PublishGate.OPEN);
    Files.createDirectory(publisher.staging());
    Files.writeString(publisher.staging().resolve(publisher.partName(0)), "new");
    Files.move(out, publisher.staging().resolveSibling(publisher.staging().getFileName() + ".old"));
    assertThat(OutputPublisher.recover(publisher.manifest())).isTrue();
    assertThat(names(out)).containsExactly(publisher.partName(0));
    assertThat(names(folder)).containsExactly("out");
  }

  @Test
  void refusesToDeleteAFolderOfOtherThings() throws IOException {
    Path out = Files.createDirectory(folder.resolve("home"));
    Files.writeString(out.resolve("letter.odt"), "dear");
    assertThatThrownBy(() -> open("home", "replace", 1, PublishGate.OPEN))
        .hasMessageContaining("other things");
  }

  @Test
  void refusesAnOutputThatIsAnInputByAnotherName() throws IOException {
    Path input = Files.writeString(folder.resolve("in.csv"), "a");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), input);
    OutputSpec spec = new OutputSpec("csv", link.toString(), "replace", null);
    assertThatThrownBy(() -> OutputPublisher.open(spec, run(1, PublishGate.OPEN), List.of(input)))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT_EQUALS_INPUT));
  }
}
