package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Everything about one entry, in tabs below the list. FX thread only. */
final class EntryDetailPane extends StackPane {
  /** The tabs, in order. */
  enum Kind {
    ERROR,
    PAYLOAD,
    COMMENTS,
    HISTORY;

    String key() {
      return "dead.tab." + name().toLowerCase(Locale.ROOT);
    }
  }

  private final DeadLettersViewModel viewModel;
  private final Texts texts;
  private final TabPane tabs = new TabPane();
  private final Map<Kind, Tab> tabOf = new EnumMap<>(Kind.class);
  private final Label problem = Parts.wrapped("", "detail-problem");
  private final ErrorTab error;
  private @Nullable CommentsTab comments;
  private @Nullable HistoryTab history;
  private final EmptyState nothing;

  EntryDetailPane(DeadLettersViewModel viewModel) {
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    getStyleClass().add("entry-detail");
    setMinHeight(0);
    error = new ErrorTab(viewModel.context());
    tabs.setId("entryTabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    add(Kind.ERROR, scrolled(error));
    add(Kind.PAYLOAD, null);
    add(Kind.COMMENTS, null);
    add(Kind.HISTORY, null);
    tabs.getSelectionModel().selectedItemProperty().addListener((p, before, now) -> fill(now));
    nothing =
        new EmptyState("mdal-inbox", texts.get("dead.detail.none"), texts.get("dead.detail.hint"));
    problem.setId("entryProblem");
    setAlignment(problem, javafx.geometry.Pos.TOP_LEFT);
    getChildren().setAll(tabs, nothing, problem);
    viewModel.detail().lookProperty().addListener((p, before, now) -> show(now));
    viewModel.detail().problemProperty().addListener((p, before, now) -> showProblem(now));
    viewModel
        .detail()
        .payload()
        .editingProperty()
        .addListener((p, before, editing) -> title(Kind.PAYLOAD, editing ? "•" : ""));
    show(viewModel.detail().lookProperty().get());
    showProblem(viewModel.detail().problemProperty().get());
  }

  private static ScrollPane scrolled(VBox content) {
    ScrollPane pane = new ScrollPane(content);
    pane.setFitToWidth(true);
    pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    return pane;
  }

  private void add(Kind kind, @Nullable Node content) {
    Tab tab = new Tab(texts.get(kind.key()));
    tab.setContent(content);
    tab.setUserData(kind);
    tab.setId("entry-" + kind.name().toLowerCase(Locale.ROOT));
    tabOf.put(kind, tab);
    tabs.getTabs().add(tab);
  }

  /** Makes what a tab shows when it is first chosen. */
  private void fill(@Nullable Tab tab) {
    if (tab == null || tab.getContent() != null || !(tab.getUserData() instanceof Kind kind)) {
      return;
    }
    tab.setContent(
        scrolled(
            switch (kind) {
              case ERROR -> error;
              case PAYLOAD -> new PayloadTab(viewModel);
              case COMMENTS -> comments = new CommentsTab(viewModel.detail());
              case HISTORY -> history = new HistoryTab(viewModel);
            }));
    show(viewModel.detail().lookProperty().get());
  }

  private void title(Kind kind, String count) {
    Tab tab = tabOf.get(kind);
    if (tab != null) {
      tab.setText(texts.get(kind.key()) + (count.isEmpty() ? "" : "  " + count));
    }
  }

  private static String number(int count) {
    return count == 0 ? "" : Integer.toString(count);
  }

  private void show(EntryDetailViewModel.@Nullable Look look) {
    Parts.showIf(tabs, look != null);
    Parts.showIf(nothing, look == null && viewModel.detail().problemProperty().get() == null);
    if (look == null) {
      return;
    }
    DeadLetterDetail detail = look.detail();
    error.show(detail);
    if (comments != null) {
      comments.show(detail);
    }
    if (history != null) {
      history.show(look);
    }
    title(Kind.COMMENTS, number(detail.comments().size()));
    title(Kind.HISTORY, number(detail.replays().size()));
  }

  private void showProblem(@Nullable String sentence) {
    problem.setText(sentence == null ? "" : sentence);
    Parts.showIf(problem, sentence != null);
  }

  /** Opens the editor of the payload. */
  void editPayload() {
    tabs.getSelectionModel().select(tabOf.get(Kind.PAYLOAD));
    viewModel.detail().payload().edit();
  }

  /** Opens the comments. */
  void showComments() {
    tabs.getSelectionModel().select(tabOf.get(Kind.COMMENTS));
  }
}
