package io.joborchestrator.console.chart;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javax.imageio.ImageIO;

/** Saves charts as pictures and tables. FX thread only; drawing and writing happen elsewhere. */
public final class ChartFiles {
  private final Dialogs dialogs;
  private final UiTasks tasks;
  private final Texts texts;

  public ChartFiles(Dialogs dialogs, UiTasks tasks, Texts texts) {
    this.dialogs = dialogs;
    this.tasks = tasks;
    this.texts = texts;
  }

  /** A button with the menu of what a chart can be saved as. */
  public MenuButton menu(ChartPane chart) {
    MenuButton menu = new MenuButton("", Icons.of("mdoal-get_app"));
    menu.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY, "no-arrow");
    menu.setAccessibleText(texts.get("chart.save", chart.title()));
    Tooltips.set(menu, texts.get("chart.save", chart.title()));
    MenuItem png = new MenuItem(texts.get("chart.save.png"));
    png.setOnAction(event -> savePicture(chart));
    MenuItem csv = new MenuItem(texts.get("chart.save.csv"));
    csv.setOnAction(event -> saveTable(chart));
    menu.getItems().setAll(png, csv);
    menu.setOnShowing(
        event -> {
          boolean nothing = chart.drawing() == null;
          png.setDisable(nothing);
          csv.setDisable(nothing);
        });
    return menu;
  }

  void savePicture(ChartPane chart) {
    ChartDrawing drawing = chart.drawing();
    if (drawing != null) {
      ChartPicture picture = new ChartPicture(chart.title(), drawing);
      save(
          chart,
          ".png",
          file -> {
            if (!ImageIO.write(picture.draw(), "png", file.toFile())) {
              throw new IOException("There is no writer for PNG");
            }
          });
    }
  }

  void saveTable(ChartPane chart) {
    ChartDrawing drawing = chart.drawing();
    if (drawing != null) {
      save(
          chart,
          ".csv",
          file -> Files.writeString(file, ChartWords.csv(drawing.content(), drawing.range())));
    }
  }

  private interface Writing {
    void to(Path file) throws IOException;
  }

  private void save(ChartPane chart, String end, Writing writing) {
    String name = chart.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + end;
    dialogs
        .chooseTarget(texts.get("chart.save", chart.title()), name, null)
        .ifPresent(
            file ->
                tasks.run(
                    texts.get("chart.saving"), writing(file, writing), this::saved, this::failed));
  }

  private static Callable<Path> writing(Path file, Writing writing) {
    return () -> {
      writing.to(file);
      return file;
    };
  }

  private void saved(Path file) {
    dialogs.notice(texts.get("chart.saved", file), null);
  }

  private void failed(Exception failure) {
    dialogs.error(texts.get("chart.save.failed"), failure);
  }
}
