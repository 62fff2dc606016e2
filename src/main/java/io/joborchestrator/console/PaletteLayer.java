package io.joborchestrator.console;

import io.joborchestrator.console.frame.Layers;
import io.joborchestrator.console.palette.PaletteController;
import io.joborchestrator.console.palette.PaletteViewModel;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;

/** The palette over the page. FX thread only. */
final class PaletteLayer {
  private final Layers layers;
  private final PaletteController palette;
  private final VBox place;

  PaletteLayer(Layers layers, PageContext context, WindowActions actions) {
    this.layers = layers;
    PaletteViewModel model =
        new PaletteViewModel(
            context.orchestrator().jobs(),
            context.tasks(),
            context.dialogs(),
            context.navigator(),
            context.state(),
            context.texts(),
            actions::all);
    palette = new PaletteController(model, context.feed()::now, () -> layers.palettePane().hide());
    place = new VBox(context.loader().<Parent>load(FxmlView.PALETTE, palette));
    place.getStyleClass().add("palette-place");
    place.setPickOnBounds(false);
  }

  void open() {
    layers.palettePane().show(place);
    palette.open();
  }
}
