package io.joborchestrator.console.jobs.detail;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.RecordingDialogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogViewModelTest {
  private final FakeOrchestrator orchestrator = FakeOrchestrator.empty();
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final RecordingDialogs dialogs = new RecordingDialogs();
  private final LogViewModel log = new LogViewModel(orchestrator.jobs(), tasks, dialogs);

  private static LogLine line(int epoch, long seq, String level, String text) {
    return new LogLine(epoch, seq, JobRowBuilder.NOW.plusMillis(seq), level, text);
  }

  private List<LogLine> write(int count) {
    List<LogLine> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String level = i % 10 == 0 ? "warn" : i % 25 == 0 ? "error" : "info";
      lines.add(line(1, i, level, "Row " + i + (i % 1000 == 0 ? " is the NEEDLE" : "")));
    }
    orchestrator.jobs().setLog("job", lines);
    return lines;
  }

  private void search(String text) {
    log.search().textProperty().set(text);
    tasks.elapse(Duration.ofMillis(300));
  }

  @Test
  void readsALongLogInPages() {
    write(23_456);
    log.show("job", "name", null);
    assertThat(log.shown()).hasSize(23_456);
    assertThat(log.totalProperty().get()).isEqualTo(23_456);
    assertThat(tasks.started()).filteredOn("Read log of job"::equals).hasSize(5);
  }

  @Test
  void followsWhatComesWithoutReadingTheRestAgain() {
    List<LogLine> lines = write(100);
    log.show("job", "name", null);
    lines.add(line(2, 1, "info", "second attempt"));
    orchestrator.jobs().setLog("job", lines);
    log.refresh();
    assertThat(log.shown()).hasSize(101);
    assertThat(log.shown().get(100).text()).isEqualTo("second attempt");
  }

  @Test
  void countsAndFiltersByLevel() {
    write(100);
    log.show("job", "name", null);
    assertThat(log.warningsProperty().get()).isEqualTo(10);
    assertThat(log.errorsProperty().get()).isEqualTo(2);
    log.levelProperty().set(LogLevel.ERRORS);
    assertThat(log.shown()).hasSize(2);
    log.levelProperty().set(LogLevel.ALL);
    assertThat(log.shown()).hasSize(100);
  }

  @Test
  void searchesTheWholeLogWithoutRegardToCase() {
    write(12_000);
    log.show("job", "name", null);
    search("needle");
    assertThat(log.search().hitCountProperty().get()).isEqualTo(12);
    assertThat(log.search().currentLine()).isEqualTo(999);
    log.search().next();
    assertThat(log.search().currentLine()).isEqualTo(1999);
    log.search().previous();
    log.search().previous();
    assertThat(log.search().currentLine()).isEqualTo(11_999);
  }

  @Test
  void searchFindsLinesThatComeLater() {
    List<LogLine> lines = write(1_000);
    log.show("job", "name", null);
    search("needle");
    lines.add(line(1, 1_001, "info", "another Needle"));
    orchestrator.jobs().setLog("job", lines);
    log.refresh();
    assertThat(log.search().hitCountProperty().get()).isEqualTo(2);
    assertThat(log.search().currentLine()).isEqualTo(999);
  }

  @Test
  void holdsTheNewestLinesOfAnEndlessLogAndSavesAll(@TempDir Path folder) throws Exception {
    List<LogLine> lines = write(LogViewModel.MOST_LINES + 7_000);
    log.show("job", "name", null);
    assertThat(log.shown()).hasSize(LogViewModel.MOST_LINES);
    assertThat(log.droppedProperty().get()).isEqualTo(7_000);
    assertThat(log.shown().get(0).seq()).isEqualTo(7_001);
    Path file = folder.resolve("all.log");
    dialogs.choose(file);
    log.saveAll();
    try (var written = Files.lines(file)) {
      assertThat(written.count()).isEqualTo(lines.size());
    }
  }

  @Test
  void oldLinesStayUntilThoseOfTheNextJobAreThere() {
    write(50);
    log.show("job", "name", null);
    tasks.hold();
    log.show("other", "other", null);
    assertThat(log.shown()).hasSize(50);
    tasks.release();
    assertThat(log.shown()).isEmpty();
  }

  @Test
  void linesOfAnotherJobDoNotStandForALogThatCannotBeRead() {
    write(50);
    log.show("job", "name", null);
    orchestrator.failWith("The database is away.");
    log.show("other", "other", null);
    assertThat(log.shown()).isEmpty();
    assertThat(log.totalProperty().get()).isZero();
  }

  @Test
  void saysWhyTheLogCannotBeRead() {
    orchestrator.failWith("The database is away.");
    log.show("job", "name", null);
    assertThat(log.failureProperty().get()).hasMessage("The database is away.");
    orchestrator.failNoMore();
    write(3);
    log.refresh();
    assertThat(log.failureProperty().get()).isNull();
    assertThat(log.shown()).hasSize(3);
  }

  @Test
  void copiesChosenLines() {
    write(5);
    log.show("job", "name", null);
    log.copy(log.shown().subList(0, 2));
    assertThat(dialogs.clipboard().lines()).hasSize(2).allMatch(text -> text.contains("INFO Row"));
  }
}
