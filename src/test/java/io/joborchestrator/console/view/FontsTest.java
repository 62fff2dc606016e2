package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Screenshots;
import java.util.List;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

class FontsTest {
  @Test
  void figuresOfEveryWeightHaveOneWidth() {
    Screenshots.prepareFonts();
    FxThread.run(
        () -> {
          for (String family :
              List.of("Inter Tabular", "Inter Tabular Medium", "Inter Tabular SemiBold")) {
            Font font = Font.font(family, 13);
            assertThat(font.getFamily()).isEqualTo(family);
            assertThat(width("1111111111", font)).isEqualTo(width("0000000000", font));
            assertThat(width("4747474747", font)).isEqualTo(width("8888888888", font));
          }
        });
  }

  @Test
  void expressionsShowWhatWasTyped() {
    Screenshots.prepareFonts();
    FxThread.run(
        () -> {
          Font mono = Font.font("JetBrains Mono", 12);
          assertThat(mono.getFamily()).isEqualTo("JetBrains Mono");
          assertThat(width("a<>b->c", mono)).isEqualTo(width("aaaaaaa", mono));
          assertThat(Font.font("JetBrains Mono Medium", 12).getFamily())
              .isEqualTo("JetBrains Mono Medium");
        });
  }

  private static double width(String text, Font font) {
    Text node = new Text(text);
    node.setFont(font);
    return node.getLayoutBounds().getWidth();
  }
}
