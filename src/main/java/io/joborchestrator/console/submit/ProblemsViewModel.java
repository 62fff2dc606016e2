package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.pipeline.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with the form, each problem with its place. FX thread only. */
final class ProblemsViewModel {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final SubmitForm form;
  private final FormCheck check;
  private final Clock clock;
  private final ObservableList<FormProblem> list = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper checked = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper shownAll = new ReadOnlyBooleanWrapper();
  private List<Problem> found = List.of();
  private FormCheck.@Nullable Answer answer;
  private Instant checkedAt = Instant.EPOCH;

  ProblemsViewModel(SubmitForm form, FormCheck check, Clock clock) {
    this.form = form;
    this.check = check;
    this.clock = clock;
  }

  ObservableList<FormProblem> list() {
    return list;
  }

  /** "Checked 14:32:05: …", or why it could not be checked. */
  ReadOnlyStringProperty checked() {
    return checked.getReadOnlyProperty();
  }

  /** True once the person tried to submit: from then on everything that is missing is marked. */
  ReadOnlyBooleanProperty shownAll() {
    return shownAll.getReadOnlyProperty();
  }

  /** Asks the core about the form as it stands. */
  void refresh() {
    boolean pipeline = form.kind().get().isPipeline();
    check.ask(
        form.submission(),
        pipeline && !form.isText() && form.pipeline().mainInput().isNamed()
            ? form.pipeline().spec()
            : null,
        this::show,
        failure ->
            checked.set(
                "Could not be checked: "
                    + Objects.requireNonNullElse(failure.getMessage(), failure.toString())));
  }

  void stop() {
    check.stop();
  }

  /** Shows what the form itself sees at once, before the core has answered. */
  void own() {
    publish();
  }

  /** Marks also the fields that were not visited yet. */
  void showAll() {
    touchAll();
    shownAll.set(true);
    publish();
  }

  private void touchAll() {
    form.pipeline().touchAll();
    if (!form.kind().get().isPipeline()) {
      form.body().touchAll();
    }
  }

  void startOver() {
    found = List.of();
    answer = null;
    shownAll.set(false);
    checked.set("");
    publish();
  }

  /** Shows problems the core found when the job was sent. */
  void show(List<Problem> problems) {
    found = problems.stream().map(ProblemsViewModel::inConfig).toList();
    touchAll();
    publish();
  }

  private void show(FormCheck.Answer now) {
    answer = now;
    found = now.problems().stream().map(ProblemsViewModel::inConfig).toList();
    if (now.routing() != null) {
      form.engine().show(now.routing());
    } else {
      form.engine().showFailure(Objects.requireNonNullElse(now.routingFailure(), ""));
    }
    checkedAt = clock.instant();
    publish();
  }

  private void publish() {
    List<Problem> own = form.ownProblems();
    List<Problem> rest =
        found.stream()
            .filter(each -> own.stream().noneMatch(mine -> overlaps(mine, each)))
            .toList();
    if (form.kind().get().isPipeline()) {
      form.pipeline().showInParts(form.isText() ? List.of() : rest);
    } else if (!form.isText()) {
      form.body().showProblems(rest);
    }
    List<FormProblem> all = new ArrayList<>();
    own.forEach(problem -> all.add(placed(problem, true)));
    rest.forEach(problem -> all.add(placed(problem, false)));
    if (!all.equals(list)) {
      list.setAll(all);
    }
    if (answer != null) {
      checked.set(describe(answer, all.isEmpty()));
    }
  }

  private FormProblem placed(Problem problem, boolean ownOfForm) {
    Parts parts = form.parts();
    PipelinePart part = parts == null ? null : parts.partAt(problem);
    if (parts == null || part == null) {
      String pointer = problem.pointer();
      return new FormProblem(placeOf(pointer), null, pointer, problem, isMarked(pointer));
    }
    return new FormProblem(
        parts.placeOf(part),
        part,
        problem.pointer().substring(parts.pointerOf(part).length()),
        problem,
        !ownOfForm || part.isTouched());
  }

  /** Whether the person was at the place. */
  private boolean isMarked(String pointer) {
    if (shownAll.get() || form.isText()) {
      return true;
    }
    if ("name".equals(pointer)) {
      return form.isNameTouched();
    }
    boolean inBody = pointer.startsWith("/") && !form.kind().get().isPipeline();
    return !inBody || form.body().isTouchedAt(pointer);
  }

  private String placeOf(String pointer) {
    if (form.isText()) {
      return pointer;
    }
    boolean inBody = pointer.startsWith("/") && !form.kind().get().isPipeline();
    return inBody ? form.body().titleAt(pointer) : "";
  }

  private String describe(FormCheck.Answer answer, boolean good) {
    if (isBlank()) {
      return "";
    }
    StringBuilder text = new StringBuilder("Checked ");
    text.append(TIME.format(checkedAt.atZone(clock.getZone()))).append(": ");
    if (form.isText()) {
      text.append("the document");
    } else if (form.kind().get().isPipeline()) {
      int columns = form.pipeline().mainInput().columns().size();
      text.append("paths, ").append(columns).append(columns == 1 ? " column" : " columns");
      if (answer.inputBytes() >= 0) {
        text.append(", ").append(Formats.bytes(answer.inputBytes()));
      }
    } else {
      text.append(form.body().checkedThings());
    }
    engine(answer)
        .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
        .ifPresent(
            engine ->
                text.append(", ").append(engine).append(good ? " would run it" : " is ready"));
    return text.toString();
  }

  /** The engine asked for if it can, else the one that would be taken. */
  private Optional<String> engine(FormCheck.Answer answer) {
    String asked = form.engine().requested();
    return answer.routing() == null
        ? Optional.empty()
        : answer.routing().candidates().stream()
            .filter(each -> asked == null ? each.chosen() : each.eligible())
            .map(Candidate::engine)
            .filter(each -> asked == null || each.equals(asked))
            .findFirst();
  }

  private boolean isBlank() {
    return !form.isText()
        && form.kind().get().isPipeline()
        && !form.pipeline().mainInput().isNamed()
        && form.pipeline().steps().isEmpty();
  }

  private static boolean overlaps(Problem mine, Problem other) {
    return other.isAtOrBelow(mine.pointer()) || mine.isAtOrBelow(other.pointer());
  }

  private static Problem inConfig(Problem problem) {
    return problem.pointer().startsWith("/config/")
        ? problem.withPointer(problem.pointer().substring("/config".length()))
        : problem;
  }
}
