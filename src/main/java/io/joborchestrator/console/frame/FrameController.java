package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Meter;
import io.joborchestrator.console.view.ShortCuts;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The bars around the pages. FX thread only. */
public final class FrameController {
  private static final List<String> FEED_TONES = List.of("live", "paused", "failed");

  private final FrameModels models;
  private final Layers layers;
  private final UiTasks tasks;
  private final FrameActions actions;
  private final Texts texts;
  private final ZoneId zone = ZoneId.systemDefault();

  @FXML private StackPane root;
  @FXML private Region band;
  @FXML private Label badge;
  @FXML private MenuButton connectionMenu;
  @FXML private Button paletteButton;
  @FXML private Button bellButton;
  @FXML private Label bellCount;
  @FXML private MenuButton themeMenu;
  @FXML private Label avatar;
  @FXML private Label userLabel;
  @FXML private VBox railBox;
  @FXML private HBox banner;
  @FXML private FontIcon bannerIcon;
  @FXML private Label bannerTitle;
  @FXML private Label bannerText;
  @FXML private Button bannerReason;
  @FXML private Button bannerRetry;
  @FXML private StackPane pageHolder;
  @FXML private Button feedButton;
  @FXML private FontIcon feedIcon;
  @FXML private Label feedFacts;
  @FXML private Label databaseLabel;
  @FXML private Label runningLabel;
  @FXML private Label queuedLabel;
  @FXML private Region breakersSeparator;
  @FXML private Label breakersLabel;
  @FXML private FontIcon breakersIcon;
  @FXML private Label queuePausedLabel;
  @FXML private HBox operationBox;
  @FXML private Label operationTitle;
  @FXML private Label operationProgress;
  @FXML private Button operationsButton;

  private final BottomBar words;

  @SuppressWarnings("NullAway.Init") // made in initialize(), before anything else is called
  private Rail rail;

  public FrameController(FrameModels models, Layers layers, UiTasks tasks, FrameActions actions) {
    this.models = models;
    this.layers = layers;
    this.tasks = tasks;
    this.actions = actions;
    this.texts = models.texts();
    this.words = new BottomBar(models.frame(), models.feed(), texts, zone);
  }

  @FXML
  private void initialize() {
    root.getChildren().addAll(layers.nodes());
    EnvironmentBadge.show(models.facts().environment(), band, badge, texts);
    rail = new Rail(railBox, texts, models.state(), root.widthProperty(), actions::show);
    fillConnections();
    fillThemes();
    bindUser();
    bindBell();
    bindBanner();
    bindBottomBar();
    Tooltips.set(paletteButton, texts.get("frame.palette.tip"));
    Tooltips.set(bellButton, texts.get("frame.notices"));
    Tooltips.set(themeMenu, texts.get("frame.theme"));
  }

  private void fillConnections() {
    FrameFacts facts = models.facts();
    connectionMenu.setText(nameOf(facts.profile()));
    ToggleGroup group = new ToggleGroup();
    for (String profile : facts.profiles()) {
      RadioMenuItem item = new RadioMenuItem(nameOf(profile));
      item.setToggleGroup(group);
      item.setSelected(profile.equals(facts.profile()));
      item.setOnAction(
          event -> {
            if (!profile.equals(facts.profile())) {
              actions.switchProfile(profile);
            }
          });
      connectionMenu.getItems().add(item);
    }
    Menu more = new Menu(models.texts().get("frame.window.more"), Icons.of("mdomz-open_in_new"));
    more.setId("openWindow");
    for (String profile : facts.profiles()) {
      MenuItem item = new MenuItem(nameOf(profile));
      item.setOnAction(event -> actions.openWindow(profile));
      more.getItems().add(item);
    }
    connectionMenu.getItems().addAll(new SeparatorMenuItem(), more);
  }

  private String nameOf(String profile) {
    boolean here = models.facts().embedded() && profile.equals(models.facts().profile());
    return here ? texts.get("frame.place.local") : profile;
  }

  private void fillThemes() {
    ToggleGroup group = new ToggleGroup();
    for (ThemeChoice.Mode mode : ThemeChoice.Mode.values()) {
      RadioMenuItem item = new RadioMenuItem(texts.get(mode.key()));
      item.setToggleGroup(group);
      item.setOnAction(event -> models.theme().choose(mode));
      item.setSelected(models.theme().modeProperty().get() == mode);
      models
          .theme()
          .modeProperty()
          .addListener((observable, old, now) -> item.setSelected(now == mode));
      themeMenu.getItems().add(item);
    }
    themeMenu
        .graphicProperty()
        .bind(
            Bindings.createObjectBinding(
                () -> Icons.of(models.theme().modeProperty().get().icon(), Styles.ICON_18),
                models.theme().modeProperty()));
  }

  private void bindUser() {
    models.frame().factsProperty().addListener((o, old, facts) -> showUser(facts));
    showUser(models.frame().factsProperty().get());
  }

  private void showUser(@Nullable ConnectionFacts facts) {
    String user = facts == null ? "" : facts.user();
    userLabel.setText(user);
    String initials = user.isEmpty() ? "" : Initials.of(user);
    avatar.setText(initials.toUpperCase(Locale.ROOT));
    avatar.setVisible(!user.isEmpty());
    if (facts != null) {
      Tooltips.set(userLabel, texts.get("frame.user.tip", user, facts.role(), facts.database()));
    }
  }

  private void bindBell() {
    bellCount.textProperty().bind(models.frame().unreadProperty().asString());
    bellCount.visibleProperty().bind(models.frame().unreadProperty().greaterThan(0));
  }

  private void bindBanner() {
    Banner strip =
        new Banner(
            new Banner.Parts(
                banner, bannerIcon, bannerTitle, bannerText, bannerReason, bannerRetry),
            models,
            tasks,
            zone);
    LiveFeed feed = models.feed();
    feed.connectionProperty().addListener((o, old, now) -> strip.update(now));
    strip.update(feed.connectionProperty().get());
    feed.connectedProperty().addListener(observable -> markStale());
    markStale();
  }

  private void markStale() {
    pageHolder.getStyleClass().remove(Styles.STALE);
    if (!models.feed().connectedProperty().get()) {
      pageHolder.getStyleClass().add(Styles.STALE);
    }
  }

  private void bindBreakers() {
    breakersLabel.textProperty().bind(words.breakers());
    breakersLabel.visibleProperty().bind(breakersLabel.textProperty().isNotEmpty());
    breakersLabel.managedProperty().bind(breakersLabel.visibleProperty());
    breakersSeparator.visibleProperty().bind(breakersLabel.visibleProperty());
    breakersSeparator.managedProperty().bind(breakersLabel.visibleProperty());
    models.frame().breakersProperty().addListener(observable -> showBreaker());
    showBreaker();
  }

  private void showBreaker() {
    StatusView view = words.worstBreaker();
    breakersIcon.setIconLiteral(view.icon());
    breakersIcon.getStyleClass().removeAll(Styles.ICON_GOOD, Styles.ICON_WARNING, Styles.ICON_BAD);
    breakersIcon
        .getStyleClass()
        .add(
            switch (view.tone()) {
              case "open" -> Styles.ICON_BAD;
              case "half-open" -> Styles.ICON_WARNING;
              default -> Styles.ICON_GOOD;
            });
  }

  private void bindBottomBar() {
    feedButton.textProperty().bind(words.feedWord());
    feedFacts.textProperty().bind(words.feedFacts());
    databaseLabel.textProperty().bind(words.database());
    runningLabel.textProperty().bind(words.running());
    queuedLabel.textProperty().bind(words.queued());
    operationsButton.textProperty().bind(words.operations(models.operations()));
    bindBreakers();
    bindOperation();
    queuePausedLabel
        .visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> {
                  FrameViewModel.Snapshot look = models.frame().snapshotProperty().get();
                  return look != null && look.queuePaused();
                },
                models.frame().snapshotProperty()));
    queuePausedLabel.managedProperty().bind(queuePausedLabel.visibleProperty());
    words.onTone(observable -> showTone());
    showTone();
  }

  private void bindOperation() {
    Meter bar = new Meter(72);
    bar.setTone("accent");
    operationBox.getChildren().add(1, bar);
    operationTitle.textProperty().bind(words.operationTitle());
    operationProgress.textProperty().bind(words.operationProgress());
    operationBox.visibleProperty().bind(operationTitle.textProperty().isNotEmpty());
    operationBox.managedProperty().bind(operationBox.visibleProperty());
    operationBox.setOnMouseClicked(event -> toggleOperations());
    models
        .frame()
        .snapshotProperty()
        .addListener(
            (o, old, look) -> {
              BulkOperation foremost = words.foremost();
              bar.setFraction(foremost == null ? 0 : OperationWords.fraction(foremost));
              long dead = look == null ? 0 : look.deadLetters();
              rail.setBadge(PageId.DEAD_LETTERS, dead, texts.count("frame.badge.dead", dead));
            });
  }

  private void showTone() {
    String tone = words.tone();
    for (String candidate : FEED_TONES) {
      feedButton.pseudoClassStateChanged(
          PseudoClass.getPseudoClass(candidate), candidate.equals(tone));
    }
    boolean lost = "failed".equals(tone);
    feedIcon.setIconLiteral(lost ? "mdoal-cloud_off" : "mdomz-wifi_tethering");
    Tooltips.set(feedButton, texts.get("frame.feed.tip." + tone));
  }

  /** Puts a page into the middle and lights its item. */
  public void showPage(PageId page, Node node) {
    pageHolder.getChildren().setAll(node);
    rail.light(page);
  }

  /** What is shown in the middle can also change without another page: the first start. */
  public void showNode(Node node) {
    pageHolder.getChildren().setAll(node);
  }

  public void toggleRail() {
    rail.toggle();
  }

  @FXML
  private void openPalette() {
    actions.openPalette();
  }

  @FXML
  private void toggleNotices() {
    models.frame().markRead();
    VBox list =
        NoticesPopover.make(
            models.frame().notices(), models.feed().now(), zone, texts, actions::openJob);
    Popovers.show(bellButton, list, false);
  }

  @FXML
  private void toggleOperations() {
    FrameViewModel.Snapshot look = models.frame().snapshotProperty().get();
    Popup[] popup = new Popup[1];
    VBox content =
        OperationsPopover.make(
            models.operations(),
            look == null ? List.of() : look.operations(),
            models.frame(),
            operation -> {
              popup[0].hide();
              actions.openReplay(operation);
            },
            texts);
    popup[0] = Popovers.show(operationsButton, content, true);
  }

  @FXML
  private void toggleFeed() {
    models.feed().pausedProperty().set(!models.feed().pausedProperty().get());
  }

  @FXML
  private void retryNow() {
    models.feed().refreshNow();
  }

  /** The cheat sheet. */
  public void showKeys() {
    DialogBox box = new DialogBox(texts.get("keys.title"), "");
    GridPane grid = new GridPane();
    grid.setHgap(16);
    grid.setVgap(8);
    ShortCuts.fill(grid, texts);
    box.addContent(grid);
    box.addSafeButton(texts.get("frame.close"), layers::hideDialog);
    layers.showDialog(box);
    box.focusSafeButton();
  }

  @FXML
  private void showReason() {
    String problem = models.feed().connectionProperty().get().problem();
    DialogBox box =
        new DialogBox(
            texts.get("frame.banner.reason.title"),
            problem == null ? texts.get("frame.banner.reason.none") : problem);
    box.addSafeButton(texts.get("frame.close"), layers::hideDialog);
    layers.showDialog(box);
    box.focusSafeButton();
  }
}
