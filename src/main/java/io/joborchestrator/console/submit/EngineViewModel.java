package io.joborchestrator.console.submit;

import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import java.util.Comparator;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Which engine runs the job: by itself, with reasons, or by choice. FX thread only. */
final class EngineViewModel extends FormPart {
  private static final List<String> FIRST = List.of("local", "spark");
  private static final Comparator<Candidate> STEADY =
      Comparator.comparing((Candidate each) -> !FIRST.contains(each.engine()))
          .thenComparing(Candidate::engine);

  private final BooleanProperty automatic = new SimpleBooleanProperty(true);
  private final ObjectProperty<@Nullable String> chosen = new SimpleObjectProperty<>();
  private final ObservableList<Candidate> candidates = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

  EngineViewModel() {
    automatic.addListener((observed, before, after) -> onMode(after));
    watch(automatic, chosen);
  }

  BooleanProperty automatic() {
    return automatic;
  }

  /** The engine asked for when not automatic. */
  ObjectProperty<@Nullable String> chosen() {
    return chosen;
  }

  /** Every engine, in a steady order, with what speaks for and against it. */
  ObservableList<Candidate> candidates() {
    return candidates;
  }

  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** What a submission asks for, or null to leave it to routing. */
  @Nullable String requested() {
    return automatic.get() ? null : chosen.get();
  }

  /** Chooses an engine; turns the automatic off. */
  void choose(String engine) {
    quietly(() -> automatic.set(false));
    chosen.set(engine);
  }

  void load(@Nullable String engine) {
    quietly(
        () -> {
          automatic.set(engine == null);
          chosen.set(engine);
        });
  }

  void show(RoutingDecision decision) {
    failure.set("");
    List<Candidate> steady = decision.candidates().stream().sorted(STEADY).toList();
    if (!steady.equals(candidates)) {
      candidates.setAll(steady);
    }
  }

  void showFailure(String sentence) {
    failure.set(sentence);
  }

  private void onMode(boolean byItself) {
    if (!byItself && chosen.get() == null) {
      candidates.stream()
          .filter(Candidate::chosen)
          .findFirst()
          .ifPresent(candidate -> chosen.set(candidate.engine()));
    }
  }
}
