package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.LiveWindow;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two windows over two databases: each shows its own jobs in its own colour. */
@Tag("slow")
class TwoEnvironmentsUiTest {
  @RegisterExtension final TestDatabase first = new TestDatabase();
  @RegisterExtension final TestDatabase second = new TestDatabase();
  @TempDir Path folder;

  private OrchestratorSession session(TestDatabase database, String environment) {
    Map<String, String> variables = new HashMap<>(WorkerProcess.variables(database.config()));
    variables.put("PATH", System.getenv("PATH"));
    variables.put("ORCHESTRATOR_HOME", folder.resolve(environment).toString());
    LaunchOptions options =
        LaunchOptions.NONE.withSettings(Map.of("profiles.local.environment", environment));
    return new Wiring(variables, () -> false).launch(options, Purpose.COMMAND);
  }

  @Test
  void eachShowsItsOwnJobsAndItsColour() {
    try (OrchestratorSession production = session(first, "production");
        OrchestratorSession staging = session(second, "staging")) {
      production.orchestrator().jobs().submit(job("of_production"));
      staging.orchestrator().jobs().submit(job("of_staging"));
      try (LiveWindow left = LiveWindow.open(production);
          LiveWindow right = LiveWindow.open(staging)) {
        assertShows(left, "of_production", "production");
        assertShows(right, "of_staging", "staging");
      }
    }
  }

  private static JobSubmission job(String name) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.putArray("argv").add("true");
    return JobSubmission.of(name, "script", config);
  }

  private static void assertShows(LiveWindow window, String job, String environment) {
    FxThread.run(() -> window.console().show(PageId.JOBS));
    Await.until(
        "the list is there", Duration.ofSeconds(30), () -> names(window.scene()).contains(job));
    assertThat(names(window.scene())).containsExactly(job);
    Labeled badge = (Labeled) FxThread.<Node>get(() -> window.scene().lookup(".env-badge"));
    assertThat(FxThread.<String>get(badge::getText))
        .isEqualTo(environment.toUpperCase(Locale.ROOT));
    Node band = FxThread.get(() -> window.scene().lookup(".env-band"));
    assertThat(FxThread.<Boolean>get(() -> isIn(band, environment))).isTrue();
  }

  private static boolean isIn(Node node, String state) {
    return node.getPseudoClassStates().contains(PseudoClass.getPseudoClass(state));
  }

  @SuppressWarnings("unchecked")
  private static List<String> names(Scene scene) {
    return FxThread.get(
        () -> {
          TableView<JobRow> table = (TableView<JobRow>) scene.lookup("#table");
          return table == null
              ? List.of()
              : List.copyOf(table.getItems()).stream().map(JobRow::name).toList();
        });
  }
}
